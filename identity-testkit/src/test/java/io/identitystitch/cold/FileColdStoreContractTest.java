package io.identitystitch.cold;

import io.identitystitch.spi.ColdStore;
import io.identitystitch.testkit.DurableColdStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileColdStoreContractTest extends DurableColdStoreContract {
    @TempDir
    private Path folder;

    @Override
    protected ColdStore open(String place) {
        return FileColdStore.builder(folder.resolve(place))
                .blockSize(1024)
                .segmentSize(8 * 1024)
                .open();
    }
}
