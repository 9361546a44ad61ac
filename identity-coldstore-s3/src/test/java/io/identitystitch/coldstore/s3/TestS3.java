package io.identitystitch.coldstore.s3;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A server that speaks the protocol of S3, in this process, in memory, on the loopback interface. */
final class TestS3 implements AutoCloseable {
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static final String SECRET = "secret of the test";

    static {
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", SECRET);
    }

    private final S3Proxy server;
    private final S3Client client;
    private final List<String> requests = new ArrayList<>();

    private TestS3(S3Proxy server) {
        this.server = server;
        this.client = client(server.getPort());
    }

    static TestS3 start() {
        S3Proxy server = S3Proxy.builder()
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "test", SECRET)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return new TestS3(server);
    }

    S3Client client(int port) {
        return S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .forcePathStyle(true)
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .build())
                .overrideConfiguration(configuration -> configuration.addExecutionInterceptor(new Counter()))
                .build();
    }

    /** Notes the name of each call. */
    private final class Counter implements ExecutionInterceptor {
        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            synchronized (requests) {
                requests.add(context.request().getClass().getSimpleName());
            }
        }
    }

    /** The calls since this was asked last. */
    List<String> requests() {
        synchronized (requests) {
            List<String> since = List.copyOf(requests);
            requests.clear();
            return since;
        }
    }

    S3Client client() {
        return client;
    }

    String newBucket() {
        String name = "bucket-" + BUCKETS.incrementAndGet();
        client.createBucket(request -> request.bucket(name));
        return name;
    }

    List<String> keys(String bucket) {
        return client.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                .map(object -> object.key())
                .toList();
    }

    byte[] get(String bucket, String key) {
        return client.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asByteArray();
    }

    void put(String bucket, String key, byte[] bytes) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    }

    int port() {
        return server.getPort();
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        stop();
    }
}
