package io.identitystitch.example.spring;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import java.io.PrintStream;
import java.util.List;
import java.util.function.BiConsumer;
import org.springframework.dao.DuplicateKeyException;

/** Four sign-ups, of which two fail, and what is left of each. */
final class Story {
    private static final Account NORA = new Account("u-1", "nora", "nora@example.com");
    private static final Account BEN = new Account("u-2", "nora", "ben@example.org");
    private static final Account BEN_AT_LAST = new Account("u-3", "ben", "ben@example.org");

    private final SignUpService signUps;
    private final Accounts accounts;
    private final IdentityResolver identities;
    private final Heard heard;
    private final PrintStream out;
    private int scenes;

    Story(SignUpService signUps, Accounts accounts, IdentityResolver identities, Heard heard, PrintStream out) {
        this.signUps = signUps;
        this.accounts = accounts;
        this.identities = identities;
        this.heard = heard;
        this.out = out;
    }

    void tell() {
        out.println("Four sign-ups in Spring's transactions, and what is left of each.");
        scene("Nora signs up. Person and account are one transaction.", NORA, signUps::signUp);
        scene("Ben wants the login nora, too. The account fails and takes the person along.", BEN, signUps::signUp);
        scene(
                "Ben tries again where the library commits by itself. The account fails, the person stays.",
                BEN,
                signUps::signUpSeparately);
        scene("Ben picks another login. He is found by his address.", BEN_AT_LAST, signUps::signUp);
        out.println();
        out.println("Accounts in the end: " + String.join(", ", accounts.logins()) + ".");
    }

    private void scene(String tale, Account account, BiConsumer<Account, String> signUp) {
        String result;
        try {
            signUp.accept(account, "cookie-of-" + account.email());
            result = "account " + account.login() + " is there";
        } catch (DuplicateKeyException e) {
            result = "the login " + account.login() + " is taken, everything of the transaction is rolled back";
        }
        out.println();
        out.println(" " + ++scenes + "  " + tale);
        entry("host", result);
        entry("person", whoHas(account.email()));
        List<String> words = heard.drain();
        entry("heard", words.isEmpty() ? "nothing" : String.join(", ", words));
    }

    private String whoHas(String email) {
        return identities
                .find(Identifier.of(IdentifierType.EMAIL, email))
                .map(match -> match.profileId().toString())
                .map(id -> email + " is " + id.substring(id.length() - 6))
                .orElse("nobody has " + email);
    }

    private void entry(String label, String text) {
        out.println("    " + label + " ".repeat(9 - label.length()) + text);
    }
}
