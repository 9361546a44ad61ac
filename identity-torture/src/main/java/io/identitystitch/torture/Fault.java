package io.identitystitch.torture;

/** What is done to the processes and connections of a run. */
enum Fault {
    WORKER_KILLED("worker JVM killed (-9)"),
    WORKER_FROZEN("worker JVM stopped for 1 to 3 s, then continued"),
    BACKEND_KILLED("back end killed (-9), which makes the server recover"),
    BACKEND_FROZEN("back end stopped for 1 to 3 s, then continued"),
    BACKEND_TERMINATED("pg_terminate_backend"),
    BACKEND_CANCELLED("pg_cancel_backend"),
    SERVER_KILLED("postmaster killed (-9), restarted"),
    SERVER_STOPPED("server stopped in immediate mode, restarted"),
    ALL_CUT("all connections reset at once"),
    REQUEST_TORN("connection reset in the middle of a request"),
    ANSWER_AWAITED("connection reset after the request, before the answer"),
    ANSWER_LOST("connection reset after the commit, its answer thrown away"),
    ANSWERS_HELD("answers held back for 1 to 3 s"),
    PROFILES_LOCKED("hot profiles locked for 2 s (for update)"),
    H2_KILLED("JVM with the H2 file killed (-9)");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
