package io.identitystitch.coldstore.s3;

import java.io.IOException;

/** An object that was listed is not there any more: others have taken its place. */
final class GoneException extends IOException {
    private static final long serialVersionUID = 1L;

    GoneException() {
        super("an object is gone");
    }
}
