package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuietTest {
    /** In a JVM of its own, for jOOQ speaks once. */
    static final class Host {
        private Host() {}

        public static void main(String[] arguments) {
            Schema.migrate(TestStores.h2());
            System.out.println("migrated, switches " + System.getProperty("org.jooq.no-logo")
                    + System.getProperty("org.jooq.no-tips"));
        }
    }

    @Test
    void aHostSeesNothingOfJooqInItsLog() throws IOException, InterruptedException {
        Process host = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                        Host.class.getName()))
                .redirectErrorStream(true)
                .start();
        String log = new String(host.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(host.waitFor()).as(log).isZero();
        assertThat(log)
                .contains("migrated, switches nullnull")
                .contains("identity tables migrated to version 3")
                .doesNotContainIgnoringCase("jooq ")
                .doesNotContain("@@@@");
    }
}
