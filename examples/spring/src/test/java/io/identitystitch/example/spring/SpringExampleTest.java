package io.identitystitch.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SpringExampleTest {
    @Test
    void tellsWhatIsLeftOfEachSignUp() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SpringExample.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        String told = bytes.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " ");
        assertThat(told)
                .containsPattern("account nora is there person nora@example.com is \\w{6} heard CREATED 2")
                .contains("is rolled back person nobody has ben@example.org heard nothing 3")
                .containsPattern("is rolled back person ben@example.org is (\\w{6}) heard CREATED 4 .* "
                        + "account ben is there person ben@example.org is \\1 heard LINKED")
                .endsWith("Accounts in the end: ben, nora. ");
    }
}
