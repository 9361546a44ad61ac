package io.identitystitch.example.spring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Match;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The application of the example on another database. */
final class Host implements AutoCloseable {
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final HikariDataSource pool;
    private final DataSource dataSource;

    private Host(HikariDataSource pool, DataSource dataSource, PlatformTransactionManager manager) {
        this.pool = pool;
        this.dataSource = dataSource;
        context.registerBean(DataSource.class, () -> dataSource);
        context.registerBean(PlatformTransactionManager.class, () -> manager);
        context.register(SignUpConfiguration.class);
        context.refresh();
    }

    static Host start(Setup setup) {
        return start(setup, 4, pool -> pool);
    }

    /** With so many connections, and something around the pool. */
    static Host start(Setup setup, int connections, Function<DataSource, DataSource> around) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(setup.newDatabase());
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(connections == 1 ? 250 : 30_000);
        HikariDataSource pool = new HikariDataSource(config);
        return new Host(pool, around.apply(pool), setup.manager(pool));
    }

    SignUpService signUps() {
        return context.getBean(SignUpService.class);
    }

    Accounts accounts() {
        return context.getBean(Accounts.class);
    }

    Heard heard() {
        return context.getBean(Heard.class);
    }

    IdentityResolver identities() {
        return context.getBean(IdentityResolver.class);
    }

    JoinedIdentities joined() {
        return context.getBean(JoinedIdentities.class);
    }

    JdbcIdentityStore store() {
        return context.getBean(JdbcIdentityStore.class);
    }

    DataSource dataSource() {
        return dataSource;
    }

    JdbcTemplate jdbc() {
        return new JdbcTemplate(dataSource);
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    Optional<Match> whoHas(String email) {
        return identities().find(Identifier.of(IdentifierType.EMAIL, email));
    }

    @Override
    public void close() {
        context.close();
        pool.close();
    }
}
