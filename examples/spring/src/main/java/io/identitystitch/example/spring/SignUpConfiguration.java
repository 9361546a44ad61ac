package io.identitystitch.example.spring;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** The host's own part. */
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement(proxyTargetClass = true)
@Import({IdentityConfiguration.class, Heard.class, SignUpService.class})
class SignUpConfiguration {
    @Bean
    Accounts accounts(DataSource dataSource) {
        Accounts accounts = new Accounts(dataSource);
        accounts.createTable();
        return accounts;
    }
}
