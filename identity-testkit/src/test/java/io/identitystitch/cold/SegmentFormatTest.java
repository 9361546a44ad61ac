package io.identitystitch.cold;

import static io.identitystitch.testkit.ColdSignals.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.testkit.ColdSignals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in segments: bodies of any sort, hashes, and the index. */
class SegmentFormatTest {
    private static final TenantId TENANT = TenantId.of("acme");
    private static final long SEED = Long.getLong("identity.seed", 20260302L);

    @TempDir
    private Path folder;

    @Test
    void anyBodyComesBack() throws IOException {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        ColdSignals signals = new ColdSignals(SEED);
        SignalBlock form = new SignalBlock(new Deflation());
        String[] parts = {
            "\"",
            "\\",
            ":",
            ",",
            "{",
            "}",
            "[",
            "]",
            "0",
            "-1.5e9",
            "abc",
            "true",
            " ",
            "\n",
            "\u00e9",
            "\"id\":",
            "\"a\"",
            "\"\"",
            "2026-03-02T09:00:00.123Z",
            "\"2026-03-02T09:00:00.123456Z\"",
            "\"2026-02-30T09:00:00Z\"",
            "\u0001",
            "\"9ac95243-0d2d-44f9-087b-2eb788886247\"",
            "\"0123456789abcdef0123456789abcdef\"",
            "9ac95243-0d2d-44f9-087b-2eb788886247"
        };
        for (int round = 0; round < 3_000; round++) {
            List<ColdSignal> made = new ArrayList<>();
            for (int i = 1 + random.nextInt(12); i > 0; i--) {
                StringBuilder body = new StringBuilder();
                for (int length = random.nextInt(20); length > 0; length--) {
                    body.append(parts[random.nextInt(parts.length)]);
                }
                byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
                if (bytes.length > 0 && random.nextInt(4) == 0) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                made.add(signals.signal(START.plusSeconds(random.nextInt(10_000_000)), bytes, random.nextInt(4)));
            }
            assertThat(form.decode(form.encode(made))).isEqualTo(made);
        }
    }

    @Test
    void aHashThatIsThatOfTheBodyIsNotKept() throws IOException {
        ColdSignals signals = new ColdSignals(1);
        List<ColdSignal> other = signals.some(50, 50);
        List<ColdSignal> derived = other.stream()
                .map(each -> new ColdSignal(
                        io.identitystitch.model.Digest.sha256(each.body()),
                        each.occurredAt(),
                        each.receivedAt(),
                        each.visitors(),
                        each.body()))
                .toList();
        SignalBlock form = new SignalBlock(new Deflation());
        assertThat(form.decode(form.encode(derived))).isEqualTo(derived);
        assertThat(form.encode(derived).length).isLessThan(form.encode(other).length - 49 * 32);
    }

    @Test
    void findsEveryEntryOfAnIndexHoweverTheyLie() throws IOException {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < 40; round++) {
            int kind = round % 4;
            int blocks = 1 + random.nextInt(300);
            Map<Long, Set<Integer>> expected = new HashMap<>();
            Day day = new Day(TENANT, java.time.LocalDate.EPOCH, folder);
            SegmentName.SegmentFile file =
                    new SegmentName.SegmentFile(new SegmentName(round, 1), SegmentName.State.SEALED);
            Path path = folder.resolve("index" + round);
            SegmentOutput output = new SegmentOutput(new DiskFiles().create(path), day.seed(file.name()));
            for (int block = 0; block < blocks; block++) {
                long[] marks = random.longs(10)
                        .map(any -> (switch (kind) {
                                    case 0 -> any;
                                    case 1 -> any & 0x3FL;
                                    case 2 -> any | 0xFFFFFFFF00000000L;
                                    default -> any & 0x8000_0000_0000_0000L;
                                })
                                << 16)
                        .toArray();
                output.add(new Frame(1, marks, 1, 0), new byte[1]);
                for (long mark : marks) {
                    expected.computeIfAbsent(mark, any -> new HashSet<>()).add(block);
                }
            }
            output.finish(List.of());
            output.close();
            try (SegmentInput input = new SegmentInput(day, file, new DiskFiles().open(path))) {
                SealedIndex index = SealedIndex.open(input);
                for (Map.Entry<Long, Set<Integer>> each : expected.entrySet()) {
                    assertThat(index.find(new long[] {each.getKey()}).stream().boxed())
                            .containsExactlyInAnyOrderElementsOf(each.getValue());
                    long absent = each.getKey() + (1 << 16);
                    assertThat(index.find(new long[] {absent}).cardinality())
                            .isEqualTo(expected.getOrDefault(absent, Set.of()).size());
                }
            }
        }
    }
}
