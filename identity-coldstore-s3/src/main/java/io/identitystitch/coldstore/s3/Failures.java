package io.identitystitch.coldstore.s3;

import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns what the SDK throws into what the SPI promises. Nothing of its messages is kept: they quote names of objects. */
final class Failures {
    private static final int TOO_MANY_REQUESTS = 429;

    private Failures() {}

    static IdentityStoreException of(SdkException failure) {
        if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
            return new IdentityStoreException(
                    Kind.TIMEOUT, "the bucket of the cold store did not answer in time", stripped(failure));
        }
        if (failure instanceof AbortedException) {
            Thread.currentThread().interrupt();
            return new IdentityStoreException(
                    Kind.UNAVAILABLE, "a call of the cold store was interrupted", stripped(failure));
        }
        if (failure instanceof AwsServiceException answer) {
            int status = answer.statusCode();
            boolean later = status >= 500 || status == TOO_MANY_REQUESTS;
            return new IdentityStoreException(
                    later ? Kind.UNAVAILABLE : Kind.BROKEN,
                    "the bucket of the cold store answered with status " + status,
                    stripped(failure));
        }
        return new IdentityStoreException(
                Kind.UNAVAILABLE, "the bucket of the cold store cannot be reached", stripped(failure));
    }

    private static Exception stripped(SdkException failure) {
        Exception copy = new Exception(failure.getClass().getName());
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }
}
