package io.identitystitch.torture;

/**
 * How many there are of what meets, so that a slow database sees merges and refusals too.
 *
 * @param persons of the workload zipf
 * @param chain links of a chain
 * @param visits anonymous ids of an account
 * @param homes households at a time
 * @param kiosks public devices
 */
record Sizes(int persons, int chain, int visits, int homes, int kiosks) {
    static final Sizes LARGE = new Sizes(5_000, 120, 200, 30, 60);
    static final Sizes SMALL = new Sizes(100, 15, 15, 3, 5);
}
