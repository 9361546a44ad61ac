package io.identitystitch.model;

import java.util.List;

/**
 * What some requests would come to where nobody is known yet. Nothing in it is the value of an identifier or of a fact, and the
 * profiles that it names exist nowhere.
 *
 * <p>Immutable and thread-safe.
 *
 * @param resolutions the answer to every request, in their order
 * @param persons the persons in the end, in the order in which they were first seen
 */
public record Simulation(List<Resolution> resolutions, List<Person> persons) {
    /**
     * Copies the lists.
     *
     * @param resolutions the answer to every request, in their order
     * @param persons the persons in the end, in the order in which they were first seen
     */
    public Simulation {
        resolutions = List.copyOf(resolutions);
        persons = List.copyOf(persons);
    }

    /**
     * One person in the end.
     *
     * <p>Immutable and thread-safe.
     *
     * @param root the profile that answers for the person
     * @param profiles the profiles that are the person, in the order in which they were created
     * @param explanation every merge that joins them, at most 1,000; without steps where it is one profile
     */
    public record Person(ProfileId root, List<ProfileId> profiles, Explanation explanation) {
        /**
         * Copies the list.
         *
         * @param root the profile that answers for the person
         * @param profiles the profiles that are the person, in the order in which they were created
         * @param explanation every merge that joins them, at most 1,000; without steps where it is one profile
         */
        public Person {
            profiles = List.copyOf(profiles);
        }
    }

    /**
     * Why persons of several profiles are one. A person without merges needs no explanation.
     *
     * @return an explanation for each person that has merges, in the order of the persons
     */
    public List<Explanation> explanations() {
        return persons.stream()
                .map(Person::explanation)
                .filter(explanation -> !explanation.steps().isEmpty())
                .toList();
    }

    /**
     * What happened, in English: a line for each request with its number, outcome, person and the reasons for what was left
     * out; then one that counts the persons. Profiles are named {@code p1}, {@code p2} and so on in the order in which they were
     * created, and identifiers by their types, so that the same requests give the same text whatever the ids.
     *
     * @return the text, lines ended by a line feed
     */
    public String text() {
        return new SimulationText(this).english();
    }

    /**
     * All persons in the end as a diagram for Mermaid: profiles with the names of {@link #text}, the merges that join them, and
     * the merges that were refused.
     *
     * @return the text of a flow chart
     */
    public String mermaid() {
        return new SimulationText(this).mermaid();
    }

    /**
     * All persons in the end as a diagram for Graphviz, see {@link #mermaid}.
     *
     * @return the text of an undirected graph
     */
    public String dot() {
        return new SimulationText(this).dot();
    }
}
