package io.identitystitch.cold;

import java.io.IOException;

/** Stored bytes are not what was written. */
final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
        super(message);
    }
}
