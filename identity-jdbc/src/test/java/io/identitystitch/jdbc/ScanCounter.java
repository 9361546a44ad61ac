package io.identitystitch.jdbc;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * An H2 database that tells of each statement how many rows of one table it looked at. What changes or deletes rows is asked what it
 * would have looked at.
 */
final class ScanCounter {
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");
    private static final Pattern DELETE = Pattern.compile("(?is)delete from (\\S+)( where .*)");
    private static final Pattern UPDATE = Pattern.compile("(?is)update (\\S+) set (.*?)( where .*)");

    private final Map<String, Integer> scanned = new ConcurrentSkipListMap<>();
    private volatile boolean watching;

    /** The given database, watched. */
    DataSource around(DataSource database) {
        return wrap(DataSource.class, database, null, null);
    }

    /** The statements of a call, each with the most rows that it looked at in one table. */
    Map<String, Integer> of(Call call) throws IOException {
        scanned.clear();
        watching = true;
        try {
            call.run();
        } finally {
            watching = false;
        }
        return new TreeMap<>(scanned);
    }

    @FunctionalInterface
    interface Call {
        void run() throws IOException;
    }

    private record Bind(Method setter, Object[] arguments) {}

    private <T> T wrap(Class<T> type, Object target, Connection connection, String text) {
        Map<Integer, Bind> binds = new TreeMap<>();
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    String name = method.getName();
                    if (text != null
                            && name.startsWith("set")
                            && given.length > 1
                            && given[0] instanceof Integer place) {
                        binds.put(place, new Bind(method, given));
                    }
                    if (watching && text != null && name.startsWith("execute")) {
                        count(connection, text, binds);
                    }
                    Object result;
                    try {
                        result = method.invoke(target, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (result instanceof Connection made) {
                        return wrap(Connection.class, made, made, null);
                    }
                    return result instanceof PreparedStatement made && name.equals("prepareStatement")
                            ? wrap(PreparedStatement.class, made, connection, (String) given[0])
                            : result;
                }));
    }

    private void count(Connection connection, String text, Map<Integer, Bind> binds)
            throws ReflectiveOperationException {
        int skipped = 0;
        String asked = text;
        Matcher delete = DELETE.matcher(text);
        Matcher update = UPDATE.matcher(text);
        if (delete.matches()) {
            asked = "select 1 from " + delete.group(1) + delete.group(2);
        } else if (update.matches()) {
            asked = "select 1 from " + update.group(1) + update.group(3);
            skipped = (int) update.group(2).chars().filter(each -> each == '?').count();
        } else if (!text.stripLeading().toLowerCase(Locale.ROOT).startsWith("select")) {
            return;
        }
        String question = "explain analyze " + asked.replaceAll("(?i) for (no key )?(update|share|key share)\\s*$", "");
        try (PreparedStatement explain = connection.prepareStatement(question)) {
            for (Map.Entry<Integer, Bind> bind : binds.entrySet()) {
                if (bind.getKey() > skipped) {
                    Object[] arguments = bind.getValue().arguments().clone();
                    arguments[0] = bind.getKey() - skipped;
                    bind.getValue().setter().invoke(explain, arguments);
                }
            }
            try (ResultSet row = explain.executeQuery()) {
                row.next();
                Matcher counts = SCANNED.matcher(row.getString(1));
                while (counts.find()) {
                    scanned.merge(text, Integer.valueOf(counts.group(1)), Math::max);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(question, e);
        }
    }
}
