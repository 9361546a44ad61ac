package io.identitystitch.quickstart;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the program writes, and what can be seen there.
 *
 * @param in what is piped in
 * @param out for results
 * @param err for complaints and progress
 * @param interactive whether somebody is watching
 * @param colour whether colours are wanted
 * @param unicode whether there are more characters than those of ASCII
 */
record Terminal(
        InputStream in, PrintStream out, PrintStream err, boolean interactive, boolean colour, boolean unicode) {
    static Terminal ofSystem() {
        Charset charset = charset();
        boolean interactive = isTerminal(System.console());
        boolean colour = interactive && wantsColour(System.getenv());
        return new Terminal(
                System.in,
                // Maven in batch mode takes the colours out of System.out, whatever the terminal has.
                colour ? new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset) : System.out,
                System.err,
                interactive,
                colour,
                charset.newEncoder().canEncode("\u2500\u2192\u00B7\u2013\u201C\u201D\u2019"));
    }

    /** See no-color.org; Windows has colours in its newer terminal, which says so in a variable. */
    static boolean wantsColour(Map<String, String> environment) {
        String terminal = environment.getOrDefault("TERM", environment.getOrDefault("WT_SESSION", "dumb"));
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !terminal.equals("dumb");
    }

    Terminal withoutColour() {
        return new Terminal(in, out, err, interactive, false, unicode);
    }

    /** Up to Java 21 there is a console only where there is a terminal; from 22 on it has to be asked. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private static Charset charset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }
}
