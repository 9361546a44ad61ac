package io.identitystitch.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A database that counts the statements, commits and rollbacks that it is sent. */
final class StatementCounter {
    private final AtomicInteger count = new AtomicInteger();

    /** The given database, counted. */
    DataSource around(DataSource database) {
        return wrap(DataSource.class, database);
    }

    /** How many since the last time. */
    int take() {
        return count.getAndSet(0);
    }

    private <T> T wrap(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String name = method.getName();
                    boolean ends =
                            Connection.class.isInstance(target) && (name.equals("commit") || name.equals("rollback"));
                    if (ends || (Statement.class.isInstance(target) && name.startsWith("execute"))) {
                        count.incrementAndGet();
                    }
                    Object result;
                    try {
                        result = method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    Class<?> answer = method.getReturnType();
                    boolean isCounted =
                            result != null && (answer == Connection.class || Statement.class.isAssignableFrom(answer));
                    return isCounted ? wrap(answer, result) : result;
                }));
    }
}
