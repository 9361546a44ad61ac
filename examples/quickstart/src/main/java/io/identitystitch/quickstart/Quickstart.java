package io.identitystitch.quickstart;

import io.identitystitch.spi.IdentityStoreException;
import java.util.List;

/** Tells a story, or imports rows; see {@code --help}. */
public final class Quickstart {
    private Quickstart() {}

    /**
     * Runs, and ends the process with another code than 0 if that fails.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        int code = run(List.of(args), Terminal.ofSystem());
        if (code != 0) {
            System.exit(code);
        }
    }

    static int run(List<String> args, Terminal given) {
        try {
            Arguments arguments = Arguments.parse(args);
            Terminal terminal = arguments.noColor() ? given.withoutColour() : given;
            if (arguments.help()) {
                terminal.out().print(Help.TEXT);
            } else if (arguments.generate().isPresent()) {
                arguments.generate().get().run(terminal);
            } else if (arguments.input().isPresent()) {
                importRows(arguments, arguments.input().get(), terminal);
            } else {
                tellStory(arguments, terminal);
            }
            return 0;
        } catch (Failure e) {
            given.err().println("quickstart: " + e.getMessage());
            return e.exitCode();
        } catch (IdentityStoreException e) {
            given.err().println("quickstart: the database failed: " + e.getMessage());
            return Failure.TROUBLE;
        }
    }

    private static void tellStory(Arguments arguments, Terminal terminal) {
        try (QuickDatabase database = arguments.place().open(false)) {
            new Story(database, new Paper(terminal)).tell();
        }
    }

    private static void importRows(Arguments arguments, ImportJob job, Terminal terminal) {
        job.check();
        try (QuickDatabase database = arguments.place().open(true)) {
            ImportResult result = new Importer(database.store(), new Progress(terminal)).run(job, terminal.in());
            job.write(result);
            terminal.out().println(result.summary());
        }
    }
}
