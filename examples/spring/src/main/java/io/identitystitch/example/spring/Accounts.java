package io.identitystitch.example.spring;

import io.identitystitch.model.ProfileId;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The host's own table, on Spring's template. Thread-safe. */
final class Accounts {
    private final JdbcTemplate jdbc;

    Accounts(DataSource dataSource) {
        jdbc = new JdbcTemplate(dataSource);
    }

    void createTable() {
        jdbc.execute("create table if not exists account (id varchar(40) primary key,"
                + " login varchar(40) not null unique, person varchar(36) not null)");
    }

    /** Fails where the login is taken. */
    void insert(Account account, ProfileId person) {
        jdbc.update(
                "insert into account (id, login, person) values (?, ?, ?)",
                account.id(),
                account.login(),
                person.toString());
    }

    List<String> logins() {
        return jdbc.queryForList("select login from account order by login", String.class);
    }
}
