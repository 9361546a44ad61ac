package io.identitystitch.policy;

/** Whose a device is after several people signed in with it. Immutable and thread-safe. */
public enum DeviceHolder {
    /** The one who signed in last, by event time. */
    LATEST_SIGN_IN,
    /** The one who signed in first to arrive; the device never changes hands. */
    KEEP_FIRST
}
