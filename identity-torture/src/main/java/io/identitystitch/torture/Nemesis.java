package io.identitystitch.torture;

import java.util.random.RandomGenerator;

/** Something that breaks things, and mends them again where they do not mend themselves. */
interface Nemesis {
    Fault fault();

    /** Strikes once; false where there was nothing to hit, which does not count. */
    boolean strike(RandomGenerator random) throws Exception;

    static Nemesis of(Fault fault, Strike strike) {
        return new Nemesis() {
            @Override
            public Fault fault() {
                return fault;
            }

            @Override
            public boolean strike(RandomGenerator random) throws Exception {
                return strike.run(random);
            }
        };
    }

    /** See {@link #strike}. */
    @FunctionalInterface
    interface Strike {
        boolean run(RandomGenerator random) throws Exception;
    }
}
