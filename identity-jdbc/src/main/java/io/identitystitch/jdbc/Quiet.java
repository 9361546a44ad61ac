package io.identitystitch.jdbc;

import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Keeps jOOQ's logo and tips out of the logs of hosts that did not choose jOOQ. It reads its switches once, when it first renders; they
 * are put back, so that nothing of this stays.
 */
final class Quiet {
    private static final String[] SWITCHES = {"org.jooq.no-logo", "org.jooq.no-tips"};
    private static boolean done;

    private Quiet() {}

    static synchronized void jooq() {
        if (done) {
            return;
        }
        done = true;
        boolean[] set = new boolean[SWITCHES.length];
        for (int i = 0; i < SWITCHES.length; i++) {
            if (System.getProperty(SWITCHES[i]) == null) {
                System.setProperty(SWITCHES[i], "true");
                set[i] = true;
            }
        }
        DSL.using(SQLDialect.DEFAULT).render(DSL.one());
        for (int i = 0; i < SWITCHES.length; i++) {
            if (set[i]) {
                System.clearProperty(SWITCHES[i]);
            }
        }
    }
}
