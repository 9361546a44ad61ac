package io.identitystitch.cold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdSignal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes a block comes back from it, and nothing comes from what is none. */
class SignalBlockTest {
    private final MadeSignals made = MadeSignals.seeded();
    private final SignalBlock form = new SignalBlock(new Deflation());

    @Test
    void signalsComeBackInTheirOrder() throws DamagedException {
        for (int round = 0; round < 400; round++) {
            List<ColdSignal> signals = made.some(1 + made.random().nextInt(20));
            assertThat(form.decode(form.encode(signals))).isEqualTo(signals);
        }
    }

    @Test
    void onlyThoseOfAWantedVisitorComeBack() throws DamagedException {
        for (int round = 0; round < 100; round++) {
            List<ColdSignal> signals = made.some(20);
            List<ColdSignal> wanted = new ArrayList<>(signals);
            wanted.removeIf(signal -> signal.visitors().size() < 2);
            assertThat(form.decode(form.encode(signals), visitors -> visitors.size() > 1))
                    .isEqualTo(wanted);
        }
    }

    @Test
    void aBlockThatIsCutOffAnywhereIsRefused() {
        byte[] block = form.encode(made.some(40));
        for (int length = 0; length < block.length; length++) {
            byte[] cut = Arrays.copyOf(block, length);
            assertThatExceptionOfType(DamagedException.class)
                    .as("%d of %d bytes", length, block.length)
                    .isThrownBy(() -> form.decode(cut));
        }
    }

    @Test
    void bytesTooManyAreRefused() {
        byte[] block = form.encode(made.some(40));
        assertThatExceptionOfType(DamagedException.class)
                .isThrownBy(() -> form.decode(Arrays.copyOf(block, block.length + 1)));
    }

    @Test
    void aChangedBlockIsDecodedToSomethingOrRefusedButNothingElse() {
        byte[] block = form.encode(made.some(40));
        int refused = 0;
        for (int bit = 0; bit < block.length * 8; bit++) {
            byte[] changed = block.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            try {
                form.decode(changed);
            } catch (DamagedException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void theChecksumRefusesEveryChangedBlock() {
        Day day = new Day(TenantId.of("acme"), LocalDate.EPOCH, Path.of("nowhere"));
        Blocks blocks = new Blocks(new Deflation(), BlockCodec.NONE, 1024 * 1024);
        Block block = blocks.encode(day, made.some(10)).get(0);
        for (int bit = 0; bit < block.bytes().length * 8; bit++) {
            byte[] changed = block.bytes().clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatExceptionOfType(DamagedException.class)
                    .isThrownBy(() -> blocks.decode(day, block.frame(), changed));
        }
    }

    @Test
    void aBlockThatSaysItExpandsBeyondBoundsIsNotExpanded() {
        ByteSink bomb = new ByteSink(64);
        bomb.put(1);
        bomb.putCount(Deflation.MAX_EXPANDED + 1L);
        bomb.putCount(1);
        bomb.put(0);
        assertThatExceptionOfType(DamagedException.class).isThrownBy(() -> form.decode(bomb.toBytes()));
        ByteSink ratio = new ByteSink(64);
        ratio.put(1);
        ratio.putCount(10_000);
        ratio.putCount(2);
        ratio.put(new byte[2]);
        assertThatExceptionOfType(DamagedException.class)
                .isThrownBy(() -> form.decode(ratio.toBytes()))
                .withMessage("it would expand beyond bounds");
    }
}
