package io.identitystitch.jdbc;

import io.identitystitch.spi.SignalCall;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of ours for somebody who may write in it, and may not end it: closing the connection does nothing, what would end the
 * transaction or outlive it is refused, and when the call is over so is the connection. Savepoints are the caller's own. For one thread.
 */
final class GuardedConnection implements SignalCall.Transaction, AutoCloseable {
    /** What the connection keeps for whoever gets it next. */
    private static final Set<String> SETTINGS = Set.of(
            "setTransactionIsolation",
            "setReadOnly",
            "setCatalog",
            "setSchema",
            "setHoldability",
            "setNetworkTimeout",
            "setTypeMap",
            "setClientInfo",
            "setShardingKey",
            "setShardingKeyIfValid",
            "beginRequest",
            "endRequest");

    private static final String STATE = "25000";

    private final Connection target;
    private final Connection connection;
    private boolean over;

    GuardedConnection(Connection target) {
        this.target = target;
        connection = proxy(Connection.class, this::onConnection);
    }

    /** What is done with a call. */
    private interface Handler {
        @Nullable
        Object handle(Method method, @Nullable Object @Nullable [] arguments) throws Throwable;
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type == Connection.class ? Optional.of(type.cast(connection)) : Optional.empty();
    }

    @Override
    public void close() {
        over = true;
    }

    private @Nullable Object onConnection(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("isClosed")) {
            return over || target.isClosed();
        }
        if (name.equals("close")) {
            return null;
        }
        requireOpen();
        if (name.equals("commit") || name.equals("abort") || SETTINGS.contains(name)) {
            throw refusal(name);
        }
        if (name.equals("rollback") && !isSavepoint(arguments)) {
            throw refusal(name);
        }
        if (name.equals("setAutoCommit")) {
            if (arguments != null && Boolean.TRUE.equals(arguments[0])) {
                throw refusal(name);
            }
            return null;
        }
        if ((name.equals("unwrap") || name.equals("isWrapperFor"))
                && arguments != null
                && arguments[0] == Connection.class) {
            if (name.equals("unwrap")) {
                return connection;
            }
            return true;
        }
        Object result = invoke(target, method, arguments);
        if (result instanceof Statement statement) {
            // The drivers' own types are asked for by unwrap.
            return proxy(method.getReturnType(), (of, with) -> onStatement(statement, of, with));
        }
        return result;
    }

    private @Nullable Object onStatement(Statement statement, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return method.getName().equals("getConnection") ? connection : invoke(statement, method, arguments);
    }

    private void requireOpen() throws SQLException {
        if (over) {
            throw new SQLException("the signal was handed over, and its transaction is not to be used any more", STATE);
        }
    }

    private static boolean isSavepoint(@Nullable Object @Nullable [] arguments) {
        return arguments != null && arguments.length == 1 && arguments[0] instanceof Savepoint;
    }

    private static SQLException refusal(String name) {
        return new SQLException(
                "a handler must not call " + name + ": the transaction is that of the hand-over", STATE);
    }

    private static @Nullable Object invoke(Object on, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                GuardedConnection.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return ofObject(proxy, method, arguments);
                    }
                    return handler.handle(method, arguments);
                }));
    }

    private static @Nullable Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "connection of a hand-over";
        };
    }
}
