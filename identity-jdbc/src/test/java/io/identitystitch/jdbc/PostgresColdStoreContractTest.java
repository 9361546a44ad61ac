package io.identitystitch.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.testkit.DurableColdStoreContract;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class PostgresColdStoreContractTest extends DurableColdStoreContract {
    private final Map<String, HikariDataSource> places = new HashMap<>();

    @Override
    protected ColdStore open(String place) {
        HikariDataSource pool = places.computeIfAbsent(place, any -> Pools.postgres(12));
        return JdbcColdStore.builder(pool).autoMigrate(true).build();
    }

    @AfterEach
    void closePools() {
        places.values().forEach(HikariDataSource::close);
    }
}
