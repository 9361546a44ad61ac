package io.identitystitch.cold;

import static io.identitystitch.testkit.ColdSignals.all;
import static io.identitystitch.testkit.ColdSignals.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.testkit.ColdSignals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a codec sees and what is read without it. */
class FileColdStoreCodecTest {
    private static final TenantId TENANT = TenantId.of("acme");

    @TempDir
    private Path folder;

    private FileColdStore small(Path place) {
        return FileColdStore.builder(place)
                .blockSize(1024)
                .segmentSize(4096)
                .background(Runnable::run)
                .open();
    }

    @Test
    void aCodecSeesEveryBlockAndWithoutItNothingIsReadOrLost() throws IOException {
        BlockCodec codec = new BlockCodec() {
            @Override
            public byte[] seal(byte[] block, String where) {
                byte[] sealed = turned(block);
                sealed[block.length] = (byte) where.hashCode();
                return sealed;
            }

            @Override
            public byte[] open(byte[] sealed, String where) throws IOException {
                if (sealed[sealed.length - 1] != (byte) where.hashCode()) {
                    throw new IOException("sealed elsewhere");
                }
                return java.util.Arrays.copyOf(turned(sealed), sealed.length - 1);
            }

            private byte[] turned(byte[] bytes) {
                byte[] turned = new byte[bytes.length + 1];
                for (int i = 0; i < bytes.length; i++) {
                    turned[i] = (byte) ~bytes[i];
                }
                return turned;
            }
        };
        List<ColdSignal> appended = new ColdSignals(1).some(50, 5);
        for (ColdSignal signal : appended) {
            try (FileColdStore store = FileColdStore.builder(folder)
                    .codec(codec)
                    .background(Runnable::run)
                    .open()) {
                store.append(TENANT, List.of(signal));
            }
        }
        try (FileColdStore store = small(folder)) {
            assertThat(store.scan(query(TENANT, 1), signal -> {}).found()).isZero();
            assertThat(store.scan(query(TENANT, 1), signal -> {}).damaged()).isPositive();
            store.tidy();
        }
        try (FileColdStore store = FileColdStore.builder(folder).codec(codec).open()) {
            assertThat(all(store, TENANT, 0, 1, 2, 3, 4)).containsExactlyInAnyOrderElementsOf(appended);
        }
    }
}
