package io.identitystitch.coldstore.s3;

import io.identitystitch.spi.ColdStore;
import io.identitystitch.testkit.DurableColdStoreContract;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class S3ColdStoreContractTest extends DurableColdStoreContract {
    private static TestS3 server;

    private final Map<String, String> buckets = new HashMap<>();

    @Override
    protected int rounds() {
        return 15;
    }

    @BeforeAll
    static void start() {
        server = TestS3.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    protected ColdStore open(String place) {
        String bucket = buckets.computeIfAbsent(place, any -> server.newBucket());
        return S3ColdStore.builder(server.client(), bucket).blockSize(1024).build();
    }
}
