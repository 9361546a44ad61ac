package io.identitystitch.benchmarks;

/**
 * The sides of a contest, each with a pool of as many connections as threads.
 *
 * @param stitch the library
 * @param functions (a)
 * @param separate (b)
 */
record Sides(Stitch stitch, StoredFunctions functions, SeparateStatements separate) implements AutoCloseable {
    static Sides of(World world, int threads) {
        return new Sides(world.stitch(threads), world.functions(threads), world.separate(threads));
    }

    Way ours(Way.Operation operation) {
        return new Way(Way.OURS, stitch.pool(), operation);
    }

    Way functions(Way.Operation operation) {
        return new Way(Way.FUNCTIONS, functions.pool(), operation);
    }

    Way separate(Way.Operation operation) {
        return new Way(Way.SEPARATE, separate.pool(), operation);
    }

    @Override
    public void close() {
        stitch.close();
        functions.close();
        separate.close();
    }
}
