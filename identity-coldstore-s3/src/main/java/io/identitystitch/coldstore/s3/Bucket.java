package io.identitystitch.coldstore.s3;

import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What the store asks of a bucket, each call with a time limit. Thread-safe. */
final class Bucket {
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int MOST_DELETED = 1_000;

    private final S3Client client;
    private final String name;
    private final AwsRequestOverrideConfiguration limits;

    Bucket(S3Client client, String name, Duration timeout) {
        this.client = client;
        this.name = name;
        this.limits = AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(timeout)
                .build();
    }

    /** An object by name and size. */
    record Listed(String key, long size) {}

    /**
     * A short object as it was at a moment of the server's own clock.
     *
     * @param text its content
     * @param tag changes with its content
     * @param age since it was last written
     */
    record State(String text, String tag, Duration age) {}

    /** Writes an object if there is none of that name; its tag, or nothing if there is one. */
    Optional<String> putIfAbsent(String key, byte[] bytes) {
        return put(key, bytes, null);
    }

    /** Writes an object if it is still as it was; its new tag, or nothing if it is not. */
    Optional<String> replace(String key, byte[] bytes, String tag) {
        return put(key, bytes, tag);
    }

    private Optional<String> put(String key, byte[] bytes, @Nullable String tag) {
        try {
            return Optional.of(client.putObject(
                            request -> {
                                request.bucket(name).key(key).overrideConfiguration(limits);
                                if (tag == null) {
                                    request.ifNoneMatch("*");
                                } else {
                                    request.ifMatch(tag);
                                }
                            },
                            RequestBody.fromBytes(bytes))
                    .eTag());
        } catch (S3Exception e) {
            int status = e.statusCode();
            if (status == PRECONDITION_FAILED || status == CONFLICT || (status == NOT_FOUND && tag != null)) {
                return Optional.empty();
            }
            throw Failures.of(e);
        } catch (SdkException e) {
            throw Failures.of(e);
        }
    }

    /** A part of an object. */
    byte[] read(String key, long from, long length) throws GoneException {
        if (length == 0) {
            return new byte[0];
        }
        try {
            return client.getObjectAsBytes(request -> request.bucket(name)
                            .key(key)
                            .range("bytes=" + from + "-" + (from + length - 1))
                            .overrideConfiguration(limits))
                    .asByteArray();
        } catch (NoSuchKeyException e) {
            throw new GoneException();
        } catch (SdkException e) {
            throw Failures.of(e);
        }
    }

    /** How a short object is; nothing if there is none. */
    Optional<State> state(String key) {
        try {
            ResponseBytes<GetObjectResponse> answer = client.getObjectAsBytes(
                    request -> request.bucket(name).key(key).overrideConfiguration(limits));
            GetObjectResponse head = answer.response();
            Instant now = head.sdkHttpResponse()
                    .firstMatchingHeader("Date")
                    .flatMap(Bucket::date)
                    .orElseGet(head::lastModified);
            return Optional.of(
                    new State(answer.asUtf8String(), head.eTag(), Duration.between(head.lastModified(), now)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw Failures.of(e);
        }
    }

    private static Optional<Instant> date(String header) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The objects whose names begin so and come after a name, in the order of their names. */
    List<Listed> list(String prefix, String after) {
        List<Listed> objects = new ArrayList<>();
        String[] token = {null};
        do {
            ListObjectsV2Response page = call(() -> client.listObjectsV2(request -> request.bucket(name)
                    .prefix(prefix)
                    .startAfter(after)
                    .continuationToken(token[0])
                    .overrideConfiguration(limits)));
            for (S3Object each : page.contents()) {
                objects.add(new Listed(each.key(), each.size()));
            }
            token[0] = page.nextContinuationToken();
        } while (token[0] != null);
        return objects;
    }

    /** What follows a prefix up to the next slash, each once. */
    List<String> folders(String prefix) {
        List<String> folders = new ArrayList<>();
        String[] token = {null};
        do {
            ListObjectsV2Response page = call(() -> client.listObjectsV2(request -> request.bucket(name)
                    .prefix(prefix)
                    .delimiter("/")
                    .continuationToken(token[0])
                    .overrideConfiguration(limits)));
            for (CommonPrefix each : page.commonPrefixes()) {
                folders.add(
                        each.prefix().substring(prefix.length(), each.prefix().length() - 1));
            }
            token[0] = page.nextContinuationToken();
        } while (token[0] != null);
        return folders;
    }

    /** Deletes objects; one that is not there is no error. */
    void delete(List<String> keys) {
        for (int from = 0; from < keys.size(); from += MOST_DELETED) {
            List<ObjectIdentifier> some = keys.subList(from, Math.min(keys.size(), from + MOST_DELETED)).stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            DeleteObjectsResponse answer = call(() -> client.deleteObjects(request -> request.bucket(name)
                    .delete(delete -> delete.objects(some).quiet(true))
                    .overrideConfiguration(limits)));
            if (answer.hasErrors() && !answer.errors().isEmpty()) {
                throw new IdentityStoreException(
                        Kind.UNAVAILABLE,
                        "the bucket of the cold store refused to delete "
                                + answer.errors().size() + " objects",
                        null);
            }
        }
    }

    private static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw Failures.of(e);
        }
    }
}
