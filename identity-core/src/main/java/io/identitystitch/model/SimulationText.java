package io.identitystitch.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms in which a simulation is shown. Not thread-safe. */
final class SimulationText {
    private final Simulation simulation;

    /** The name of every profile. Its id is made up, so its number says more. */
    private final Map<ProfileId, String> names = new LinkedHashMap<>();

    SimulationText(Simulation simulation) {
        this.simulation = simulation;
        for (Resolution resolution : simulation.resolutions()) {
            if (resolution instanceof Resolution.Resolved answer) {
                names.putIfAbsent(answer.ownerId(), "p" + (names.size() + 1));
            }
        }
    }

    String english() {
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Resolution resolution : simulation.resolutions()) {
            text.append(++number).append(' ').append(word(resolution.outcome()));
            resolution.profileId().ifPresent(id -> text.append(' ').append(name(id)));
            List<String> notes = notes(resolution);
            if (!notes.isEmpty()) {
                text.append(": ").append(String.join("; ", notes));
            }
            text.append('\n');
        }
        int persons = simulation.persons().size();
        return text.append(persons)
                .append(persons == 1 ? " person" : " persons")
                .append(" in the end.\n")
                .toString();
    }

    private List<String> notes(Resolution resolution) {
        List<String> notes = new ArrayList<>();
        if (resolution instanceof Resolution.Resolved answer) {
            Resolution.Details details = answer.details();
            details.absorbed().forEach(id -> notes.add("absorbed " + name(id)));
            details.handedOver().forEach(key -> notes.add("took over " + key.type()));
        }
        if (resolution instanceof Resolution.Conflict conflict) {
            conflict.refusals()
                    .forEach(refusal ->
                            notes.add("not merged with " + name(refusal.other()) + " (" + refusal(refusal) + ")"));
        }
        resolution.ignored().forEach(ignored -> notes.add("ignored " + ignored.type() + " (" + ignored.reason() + ")"));
        if (resolution instanceof Resolution.Resolved answer) {
            answer.details().ignoredFacts().forEach(ignored -> notes.add("ignored a fact (" + ignored.reason() + ")"));
        }
        return notes;
    }

    String mermaid() {
        StringBuilder text = new StringBuilder("graph LR\n");
        int persons = 0;
        for (Simulation.Person person : simulation.persons()) {
            text.append("  subgraph person").append(++persons).append(" [\" \"]\n");
            for (ProfileId profile : person.profiles()) {
                text.append("    ")
                        .append(name(profile))
                        .append("[\"")
                        .append(label(person, profile))
                        .append("\"]\n");
            }
            for (Explanation.Step step : person.explanation().steps()) {
                text.append("    ")
                        .append(name(step.from()))
                        .append(" ---|\"")
                        .append(label(step))
                        .append("\"| ")
                        .append(name(step.to()))
                        .append('\n');
            }
            text.append("  end\n");
        }
        refusals()
                .forEach((ends, label) -> text.append("  ")
                        .append(ends.get(0))
                        .append(" -. \"")
                        .append(label)
                        .append("\" .- ")
                        .append(ends.get(1))
                        .append('\n'));
        return text.toString();
    }

    String dot() {
        StringBuilder text = new StringBuilder("graph persons {\n");
        int persons = 0;
        for (Simulation.Person person : simulation.persons()) {
            text.append("  subgraph cluster").append(++persons).append(" {\n");
            for (ProfileId profile : person.profiles()) {
                text.append("    ")
                        .append(name(profile))
                        .append(" [label=\"")
                        .append(label(person, profile))
                        .append("\"];\n");
            }
            for (Explanation.Step step : person.explanation().steps()) {
                text.append("    ")
                        .append(name(step.from()))
                        .append(" -- ")
                        .append(name(step.to()))
                        .append(" [label=\"")
                        .append(label(step))
                        .append("\"];\n");
            }
            text.append("  }\n");
        }
        refusals()
                .forEach((ends, label) -> text.append("  ")
                        .append(ends.get(0))
                        .append(" -- ")
                        .append(ends.get(1))
                        .append(" [style=dashed, label=\"")
                        .append(label)
                        .append("\"];\n"));
        return text.append("}\n").toString();
    }

    /** The two nodes of every refused merge, each pair once, with the reason. */
    private Map<List<String>, String> refusals() {
        Map<List<String>, String> lines = new LinkedHashMap<>();
        for (Resolution resolution : simulation.resolutions()) {
            if (resolution instanceof Resolution.Conflict conflict) {
                for (Refusal refusal : conflict.refusals()) {
                    List<String> ends = Stream.of(conflict.id(), refusal.other())
                            .map(this::name)
                            .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                            .toList();
                    lines.putIfAbsent(ends, "refused: " + refusal(refusal));
                }
            }
        }
        return lines;
    }

    private static String refusal(Refusal refusal) {
        return word(refusal.reason()) + " " + refusal.type();
    }

    private String name(ProfileId profile) {
        return names.getOrDefault(profile, "?");
    }

    private String label(Simulation.Person person, ProfileId profile) {
        return name(profile)
                + (profile.equals(person.root()) && person.profiles().size() > 1 ? " (root)" : "");
    }

    private static String label(Explanation.Step step) {
        String evidence = step.evidence().stream()
                .map(key -> key.type().name())
                .distinct()
                .collect(Collectors.joining(", "));
        return step.source().wireName() + (evidence.isEmpty() ? "" : ": " + evidence);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
