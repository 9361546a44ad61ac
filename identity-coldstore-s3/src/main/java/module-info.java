/** Cold signals in objects of an S3 bucket. */
module io.identitystitch.coldstore {
    requires transitive io.identitystitch.core;
    requires transitive software.amazon.awssdk.services.s3;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;

    exports io.identitystitch.coldstore.s3;
}
