package io.identitystitch.quickstart;

/**
 * What an import found.
 *
 * @param census the rows that could be read, in order, with their persons
 * @param conflicts the refused merges that are open at the end
 * @param ignored how many identifiers could not be used, blank ones not counted
 */
record ImportResult(Census census, int conflicts, long ignored) {
    String summary() {
        int[] people = census.peopleAndLargest();
        return "persons=" + people[0] + " largest=" + people[1] + " conflicts=" + conflicts + " ignored=" + ignored
                + " rows=" + census.rows();
    }
}
