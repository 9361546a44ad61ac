package io.identitystitch.example.spring;

import io.identitystitch.IdentityResolver;
import io.identitystitch.IdentityResolverBuilder;
import io.identitystitch.ResolutionListener;
import io.identitystitch.jdbc.JdbcIdentityStore;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the library adds. Spring closes the resolver with the context, for it is {@code AutoCloseable}. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {
    @Bean
    JdbcIdentityStore identityStore(DataSource dataSource) {
        return JdbcIdentityStore.builder(dataSource).autoMigrate(true).build();
    }

    @Bean
    IdentityResolver identities(JdbcIdentityStore store, ObjectProvider<ResolutionListener> listeners) {
        IdentityResolverBuilder builder = IdentityResolver.builder(store);
        listeners.orderedStream().forEach(builder::listener);
        return builder.build();
    }

    @Bean
    JoinedIdentities joinedIdentities(IdentityResolver identities, JdbcIdentityStore store, DataSource dataSource) {
        return new JoinedIdentities(identities, store, dataSource);
    }
}
