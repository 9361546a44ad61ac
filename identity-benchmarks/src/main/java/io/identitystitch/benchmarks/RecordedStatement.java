package io.identitystitch.benchmarks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A statement that was seen going by, with what was bound to it, so that it can be sent again without the library. */
final class RecordedStatement {
    private final String sql;
    private final TreeMap<Integer, Object> binds = new TreeMap<>();

    private RecordedStatement(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }

    /** In order; what was an identifier's digest is recognised by its type, an array of bytes. */
    List<Object> binds() {
        return List.copyOf(binds.values());
    }

    /** Binds as the library's own code does. */
    static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else if (value instanceof Short number) {
            statement.setShort(index, number);
        } else if (value instanceof Boolean flag) {
            statement.setBoolean(index, flag);
        } else {
            statement.setObject(index, value);
        }
    }

    /** Connections that note every statement that is prepared on them. */
    static DataSource recording(DataSource target, List<RecordedStatement> seen) {
        return proxy(DataSource.class, target, (method, result) -> {
            if (result instanceof Connection connection) {
                return recording(connection, seen);
            }
            return result;
        });
    }

    private static Connection recording(Connection target, List<RecordedStatement> seen) {
        return (Connection) Proxy.newProxyInstance(
                RecordedStatement.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    Object result = invoke(target, method, arguments);
                    if (result instanceof PreparedStatement statement && arguments != null) {
                        RecordedStatement record = new RecordedStatement((String) arguments[0]);
                        seen.add(record);
                        return recording(statement, record);
                    }
                    return result;
                });
    }

    private static PreparedStatement recording(PreparedStatement target, RecordedStatement record) {
        return (PreparedStatement) Proxy.newProxyInstance(
                RecordedStatement.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> {
                    if (arguments != null
                            && arguments.length == 2
                            && method.getName().startsWith("set")
                            && arguments[0] instanceof Integer index) {
                        record.binds.put(index, arguments[1]);
                    }
                    return invoke(target, method, arguments);
                });
    }

    private interface Wrapping {
        @Nullable
        Object wrap(Method method, @Nullable Object result);
    }

    private static <T> T proxy(Class<T> type, T target, Wrapping wrapping) {
        InvocationHandler handler =
                (proxy, method, arguments) -> wrapping.wrap(method, invoke(target, method, arguments));
        return type.cast(
                Proxy.newProxyInstance(RecordedStatement.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** The one statement that a piece of work sends. */
    static RecordedStatement only(List<RecordedStatement> seen) {
        List<RecordedStatement> some = new ArrayList<>(seen);
        if (some.size() != 1) {
            throw new IllegalStateException("one statement was expected, not " + some.size());
        }
        return some.get(0);
    }
}
