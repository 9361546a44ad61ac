package io.identitystitch.rehydration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RehydrationTest {
    @Test
    void whatWasColdComesBackOnceAndInOrder() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Rehydration.tell(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(text.lines().filter(line -> line.endsWith("-> cold storage")))
                .hasSize(5);
        assertThat(text)
                .contains("0 profiles, 0 signals")
                .containsSubsequence(
                        "signs up",
                        "Came back: 2 signals",
                        "page_viewed",
                        "searched",
                        "signs in on the phone",
                        "Came back: 3 signals",
                        "ad_clicked",
                        "page_viewed",
                        "added_to_cart",
                        "page_viewed",
                        "searched",
                        "Delivered 5, her journey grew by 0, the application handled 0 more");
    }
}
