package io.identitystitch.example.spring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** What a host on Spring has already: a pool, and a transaction manager on it. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    @Bean
    DataSource dataSource(Environment environment) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(environment.getProperty("jdbc.url", "jdbc:h2:mem:host"));
        config.setUsername(environment.getProperty("jdbc.user", ""));
        config.setPassword(environment.getProperty("jdbc.password", ""));
        config.setMaximumPoolSize(4);
        // A database in memory lives as long as a connection to it is open.
        config.setMaxLifetime(0);
        return new HikariDataSource(config);
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }
}
