package io.identitystitch.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/** What is usually written: look both up, insert what is missing, move the identities, delete the loser. */
final class StoredFunction {
    private StoredFunction() {}

    static void create(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create table usual_profile (id bigint generated always as identity primary key);
                    create table usual_identity (profile bigint not null references usual_profile, value text primary key);
                    create function usual_merge(a text, b text) returns bigint language plpgsql as $$
                    declare pa bigint; pb bigint;
                    begin
                      select profile into pa from usual_identity where value = a;
                      select profile into pb from usual_identity where value = b;
                      if pa is null and pb is null then
                        insert into usual_profile default values returning id into pa;
                        insert into usual_identity values (pa, a), (pa, b);
                      elsif pb is null then
                        insert into usual_identity values (pa, b);
                      elsif pa is null then
                        insert into usual_identity values (pb, a); pa := pb;
                      elsif pa <> pb then
                        update usual_identity set profile = pa where profile = pb;
                        delete from usual_profile where id = pb;
                      end if;
                      return pa;
                    end $$
                    """);
        }
    }

    static void merge(DataSource pool, String a, String b) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement("select usual_merge(?, ?)")) {
            statement.setString(1, a);
            statement.setString(2, b);
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Optional<Object> profile(DataSource pool, String value) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select profile from usual_identity where value = ?")) {
            statement.setString(1, value);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
