package io.identitystitch.quickstart;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that is read: a file, or standard input. */
final class Source implements AutoCloseable {
    private final String name;
    private final InputStream bytes;
    private final long size;
    private final Lines lines;

    private Source(String name, InputStream bytes, long size) {
        this.name = name;
        this.bytes = bytes;
        this.size = size;
        lines = new Lines(bytes);
    }

    static Source file(Path file) {
        try {
            return new Source(file.toString(), new BufferedInputStream(Files.newInputStream(file)), Files.size(file));
        } catch (IOException e) {
            throw Failure.trouble("cannot read " + file + ": " + e);
        }
    }

    static Source standardInput(InputStream in) {
        return new Source("standard input", new BufferedInputStream(in), -1);
    }

    String name() {
        return name;
    }

    Lines lines() {
        return lines;
    }

    /** The first byte that is not white space or of a byte order mark, -1 for none among the first 1,024; nothing is read. */
    int peek() {
        try {
            bytes.mark(1024);
            int first = bytes.read();
            for (int i = 1; i < 1024 && ((first > 0 && first <= ' ') || first >= 0xbb); i++) {
                first = bytes.read();
            }
            bytes.reset();
            return first;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How much is read, 0 to 1; negative where nobody knows. */
    double done() {
        return size < 0 ? -1 : size == 0 ? 1 : (double) lines.read() / size;
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
