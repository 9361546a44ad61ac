package io.identitystitch.benchmarks;

/**
 * One way of doing what a case measures.
 *
 * @param name as the report has it
 * @param pool whose back ends do the work
 * @param material makes what the operations of a round use up; not timed
 * @param operation what is timed
 */
record Way(String name, Pool pool, Material material, Operation operation) {
    static final String OURS = "identity-stitch";
    static final String FUNCTIONS = "(a) stored functions";
    static final String SEPARATE = "(b) separate statements";
    static final String READ_ONLY = "(c) two read-only calls";
    static final String LEAST = "(e) a round trip that asks for nothing";
    static final String ONE_STATEMENT = "(d) one hand-written statement";

    /** A way that needs nothing made for it. */
    Way(String name, Pool pool, Operation operation) {
        this(name, pool, (round, operations) -> {}, operation);
    }

    /** The same way, which uses up what is made for each round. */
    Way using(Material made) {
        return new Way(name, pool, made, operation);
    }

    /** Makes what a round needs. */
    @FunctionalInterface
    interface Material {
        void make(int round, int operations) throws Exception;
    }

    /** Does it once; indexes of a round are each given out once. */
    @FunctionalInterface
    interface Operation {
        void run(int round, int index) throws Exception;
    }
}
