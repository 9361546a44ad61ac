package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NamesTest {
    private static final List<IdentifierType> TYPES = List.of(
            IdentifierType.of("ssn"), IdentifierType.of("passport"), IdentifierType.of("badge"), IdentifierType.EMAIL);

    @ParameterizedTest
    @EnumSource
    void nodesThatRegisterAtOnceGetTheSameNumbers(Dialect dialect) throws Exception {
        DataSource dataSource = TestStores.migrated(dialect);
        int nodes = 6;
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        Set<List<Object>> numbers = new HashSet<>();
        try {
            CountDownLatch start = new CountDownLatch(nodes);
            List<Future<List<Object>>> ends = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                ends.add(threads.submit(() -> {
                    Names names = new Names(new Database(dialect, null));
                    try (Connection connection = dataSource.getConnection()) {
                        start.countDown();
                        start.await();
                        List<Object> mine = new ArrayList<>();
                        mine.add(names.register(connection, TenantId.of("acme")));
                        names.register(connection, TYPES);
                        TYPES.forEach(type -> mine.add(names.knownType(type)));
                        return mine;
                    }
                }));
            }
            for (Future<List<Object>> end : ends) {
                numbers.add(end.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(numbers).hasSize(1);
        assertThat(new HashSet<>(numbers.iterator().next().subList(1, 5))).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void whatATransactionLearnedIsNotKnownElsewhere(Dialect dialect) throws Exception {
        DataSource dataSource = TestStores.migrated(dialect);
        Names names = new Names(new Database(dialect, null));
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Names mine = names.forTransaction();
            mine.register(connection, TYPES);
            assertThat(mine.knownType(TYPES.get(0))).isNotNull();
            assertThat(names.knownType(TYPES.get(0))).isNull();
            connection.rollback();
            mine.forget();
            assertThat(mine.knownType(TYPES.get(0))).isNull();
            assertThat(mine.lookUp(connection, TYPES)).as("e-mail was there").isTrue();
            assertThat(mine.knownType(TYPES.get(0))).isNull();
        }
    }
}
