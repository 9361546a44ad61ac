package io.identitystitch.example.spring;

import io.identitystitch.IdentityResolver;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.jdbc.JoinedIdentityStore;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Resolves inside the Spring transaction of the calling thread: what is resolved is committed or rolled back with it, and listeners
 * hear of it after the commit.
 *
 * <p>Thread-safe; a resolver that it gives belongs to one transaction.
 */
final class JoinedIdentities {
    private final IdentityResolver identities;
    private final JdbcIdentityStore store;
    private final DataSource dataSource;

    JoinedIdentities(IdentityResolver identities, JdbcIdentityStore store, DataSource dataSource) {
        this.identities = identities;
        this.store = store;
        this.dataSource = dataSource;
    }

    IdentityResolver current() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("there is no transaction to join");
        }
        JoinedIdentityStore joined = store.joining(DataSourceUtils.getConnection(dataSource));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_COMMITTED) {
                    joined.committed();
                } else {
                    joined.rolledBack();
                }
            }
        });
        return identities.using(joined);
    }
}
