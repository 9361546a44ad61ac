package io.identitystitch.jdbc;

import io.identitystitch.spi.ColdStore;
import io.identitystitch.testkit.DurableColdStoreContract;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

class H2ColdStoreContractTest extends DurableColdStoreContract {
    private final Map<String, DataSource> places = new HashMap<>();

    @Override
    protected ColdStore open(String place) {
        DataSource database = places.computeIfAbsent(place, any -> TestStores.h2());
        return JdbcColdStore.builder(database).autoMigrate(true).build();
    }
}
