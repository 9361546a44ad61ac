package io.identitystitch.testkit;

/**
 * What random histories are made of. Shares are per cent of the steps.
 *
 * <p>Immutable and thread-safe.
 *
 * @param persons how many persons there are at most
 * @param steps how many steps there are at most
 * @param mistakes how many calls bring together the identifiers of two persons
 * @param exclusives whether persons have account ids, of which the policy allows one
 * @param devices how many calls come from a device of the person
 * @param shared how many of those come from a device that everybody uses
 * @param signOuts how many steps are a sign-out
 * @param separations how many steps keep two persons apart
 * @param facts how many calls bring a touch and a trait
 * @param disorder how many steps arrive late
 * @param duplicates how many steps arrive twice
 * @param merges how many steps are a steward's merge
 * @param undos how many steps undo a merge
 * @param moves how many steps are a steward's who gives an identifier to another profile, or makes a person of some
 */
public record Mix(
        int persons,
        int steps,
        int mistakes,
        boolean exclusives,
        int devices,
        int shared,
        int signOuts,
        int separations,
        int facts,
        int disorder,
        int duplicates,
        int merges,
        int undos,
        int moves) {
    /** Identifiers of persistent types without limits, connected in every way. */
    public static final Mix PERSISTENT = new Mix(12, 40, 25, false, 0, 0, 0, 0, 20, 20, 15, 0, 0, 0);

    /** Sign-ins from devices that many people use, and visits before and after. */
    public static final Mix DEVICES = new Mix(5, 24, 0, false, 85, 50, 8, 0, 0, 30, 15, 0, 0, 0);

    /** Everything that needs no steward. */
    public static final Mix EVERYDAY = new Mix(6, 30, 20, true, 60, 35, 5, 0, 20, 20, 15, 0, 0, 0);

    /** Everything but merges and undos of stewards. */
    public static final Mix EVERYTHING = new Mix(6, 30, 20, true, 60, 35, 5, 8, 20, 20, 15, 0, 0, 0);

    /** Everything, with stewards who merge, undo, reassign and split. */
    public static final Mix STEWARDED = new Mix(4, 40, 25, true, 60, 35, 3, 2, 60, 20, 10, 20, 26, 20);
}
