package io.identitystitch.quickstart;

import org.jspecify.annotations.Nullable;

/** Rows, one after the other. Not thread-safe. */
interface Rows extends AutoCloseable {
    /** The next row, null at the end. */
    @Nullable
    Row next();

    /** How much is read, 0 to 1; negative where nobody knows. */
    double done();

    @Override
    void close();
}
