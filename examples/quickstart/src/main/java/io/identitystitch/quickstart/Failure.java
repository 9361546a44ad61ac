package io.identitystitch.quickstart;

/** The end of a run that its user can do something about; the message is for that user. */
final class Failure extends RuntimeException {
    static final int TROUBLE = 1;
    static final int BAD_ARGUMENT = 2;

    private static final long serialVersionUID = 1;

    private final int exitCode;

    private Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static Failure badArgument(String message) {
        return new Failure(BAD_ARGUMENT, message + "\nTry --help.");
    }

    static Failure trouble(String message) {
        return new Failure(TROUBLE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
