package io.identitystitch.example.spring;

import io.identitystitch.IdentityResolver;
import java.io.PrintStream;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Tells a story of four sign-ups, on H2 in memory or where {@code -Djdbc.url} says. */
public final class SpringExample {
    private SpringExample() {}

    /**
     * Runs.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(System.out);
    }

    static void run(PrintStream out) {
        try (var context =
                new AnnotationConfigApplicationContext(DatabaseConfiguration.class, SignUpConfiguration.class)) {
            new Story(
                            context.getBean(SignUpService.class),
                            context.getBean(Accounts.class),
                            context.getBean(IdentityResolver.class),
                            context.getBean(Heard.class),
                            out)
                    .tell();
        }
    }
}
