package io.identitystitch.torture;

import java.io.IOException;
import java.util.Locale;

/** Signals to processes that the run has started itself. */
final class Signals {
    private Signals() {}

    /** Whether this system has signals at all. */
    static boolean available() {
        return !System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    }

    /** Whether the process was there to get it. */
    static boolean send(String signal, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return kill.waitFor() == 0;
    }
}
