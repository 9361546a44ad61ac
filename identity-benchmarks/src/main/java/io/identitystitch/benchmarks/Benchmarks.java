package io.identitystitch.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the figures of the documentation, checks them against their bars and writes the report; see {@link Options#USAGE}. Works on
 * a PostgreSQL that it starts itself, on the loopback address, and ends when it ends.
 */
public final class Benchmarks {
    private Benchmarks() {}

    /**
     * Runs it.
     *
     * @param args see {@link Options#USAGE}
     * @throws Exception if something cannot be measured
     */
    public static void main(String... args) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        if (Arrays.asList(args).contains("--list")) {
            cases().forEach(each -> System.out.printf("%-24s %s%n", each.id(), each.title()));
            return;
        }
        try {
            Options options = Options.parse(args);
            System.exit(run(options, () -> Server.start(options.sharedBuffers()), System.out) == 0 ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(64);
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.addAll(SignInCases.all());
        cases.addAll(StatementCase.all());
        cases.addAll(SignUpCases.all());
        cases.addAll(MergeCases.all());
        cases.addAll(LargeMergeCases.all());
        cases.addAll(BatchCases.all());
        cases.addAll(GrowthCase.all());
        cases.addAll(InProcessCases.all());
        return cases;
    }

    /** How many bars were missed. */
    static long run(Options options, Supplier<Server> server, PrintStream out) throws Exception {
        List<Case> wanted = cases().stream()
                .filter(each -> options.wants(each.id(), each.ordinary()))
                .toList();
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("no such case; --list names them");
        }
        Report report =
                new Report(options.folder(), cases().stream().map(Case::id).toList(), options.quick());
        if (options.write()) {
            report.write();
            return 0;
        }
        try (World world = prepare(options, wanted, server, out)) {
            for (Case each : wanted) {
                out.println(each.id() + ": " + each.title());
                if (world != null) {
                    world.rewind();
                }
                Measured measured = each.body().measure(new Case.Course(world, options, out));
                report.add(new Figure(
                        each.id(), each.title(), command(each, options), circumstances(options, world), measured));
            }
        }
        report.write();
        long missed = report.missed(wanted.stream().map(Case::id).toList());
        out.println(missed == 0 ? "all bars met" : missed + " bars missed: see " + options.folder());
        return missed;
    }

    private static @Nullable World prepare(Options options, List<Case> wanted, Supplier<Server> server, PrintStream out)
            throws Exception {
        if (wanted.stream().allMatch(each -> each.needs() == Case.Needs.NOTHING)) {
            return null;
        }
        World world = new World(server.get(), options.identities());
        if (wanted.stream().anyMatch(each -> each.needs() == Case.Needs.PERSONS)) {
            world.load(out);
        }
        return world;
    }

    private static String command(Case each, Options options) {
        return String.format(
                Locale.ROOT,
                "--only %s --identities %d --rounds %d --millis %d --shared-buffers %s%s",
                each.id(),
                options.identities(),
                options.rounds(),
                options.millis(),
                options.sharedBuffers(),
                options.quick() ? " --quick" : "");
    }

    private static String circumstances(Options options, @Nullable World world) {
        String where = Runtime.getRuntime().availableProcessors() + " processors, JDK "
                + System.getProperty("java.version")
                + (world == null ? "" : ", PostgreSQL " + world.server().version());
        return where + (options.note().isEmpty() ? "" : ", " + options.note()) + ".";
    }
}
