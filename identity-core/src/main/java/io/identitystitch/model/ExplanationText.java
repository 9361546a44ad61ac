package io.identitystitch.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The forms in which an explanation is shown. Not thread-safe. */
final class ExplanationText {
    private final Explanation explanation;
    private final Map<ProfileId, String> nodes = new LinkedHashMap<>();

    ExplanationText(Explanation explanation) {
        this.explanation = explanation;
        explanation.links().forEach(link -> node(link.owner()));
        explanation.steps().forEach(step -> {
            node(step.from());
            node(step.to());
        });
        explanation.apart().forEach(pair -> {
            node(pair.a());
            node(pair.b());
        });
    }

    private void node(ProfileId owner) {
        nodes.putIfAbsent(owner, "p" + (nodes.size() + 1));
    }

    String english() {
        StringBuilder text = new StringBuilder();
        switch (explanation.verdict()) {
            case ONE_PERSON -> text.append("They are one person.\n");
            case TWO_PERSONS -> text.append("They are two persons.\n");
            case UNKNOWN -> text.append("At least one of them is unknown here.\n");
        }
        for (LinkRecord link : explanation.links()) {
            text.append(link.key()).append(" belongs to profile ").append(link.owner());
            link.via()
                    .ifPresent(via -> text.append(", because it was seen with ").append(via));
            text.append(" (")
                    .append(link.source().wireName())
                    .append(", first seen ")
                    .append(link.firstSeenAt())
                    .append(", linked ")
                    .append(link.linkedAt())
                    .append(").\n");
        }
        for (Explanation.Step step : explanation.steps()) {
            text.append("Profile ")
                    .append(step.from())
                    .append(" is one with profile ")
                    .append(step.to())
                    .append(": ")
                    .append(step.rule());
            if (!step.evidence().isEmpty()) {
                text.append(" Evidence: ").append(evidence(step)).append('.');
            }
            text.append(" (merge ")
                    .append(step.merge())
                    .append(", ")
                    .append(step.source().wireName())
                    .append(", observed ")
                    .append(step.observedAt())
                    .append(", merged ")
                    .append(step.mergedAt())
                    .append(").\n");
        }
        for (KeptApart pair : explanation.apart()) {
            text.append("Profiles ")
                    .append(pair.a())
                    .append(" and ")
                    .append(pair.b())
                    .append(" are kept apart");
            pair.by().ifPresent(by -> text.append(" by ").append(by));
            text.append(" since ").append(pair.at()).append(".\n");
        }
        if (!explanation.complete()) {
            text.append("There is more that joins this person.\n");
        }
        return text.toString();
    }

    String mermaid() {
        StringBuilder text = new StringBuilder("graph LR\n");
        nodes.forEach((owner, node) ->
                text.append("  ").append(node).append("[\"").append(owner).append("\"]\n"));
        for (Explanation.Step step : explanation.steps()) {
            text.append("  ")
                    .append(nodes.get(step.from()))
                    .append(" ---|\"")
                    .append(label(step))
                    .append("\"| ")
                    .append(nodes.get(step.to()))
                    .append('\n');
        }
        for (KeptApart pair : explanation.apart()) {
            text.append("  ")
                    .append(nodes.get(pair.a()))
                    .append(" -. \"kept apart\" .- ")
                    .append(nodes.get(pair.b()))
                    .append('\n');
        }
        return text.toString();
    }

    String dot() {
        StringBuilder text = new StringBuilder("graph person {\n");
        nodes.forEach((owner, node) -> text.append("  ")
                .append(node)
                .append(" [label=\"")
                .append(owner)
                .append("\"];\n"));
        for (Explanation.Step step : explanation.steps()) {
            text.append("  ")
                    .append(nodes.get(step.from()))
                    .append(" -- ")
                    .append(nodes.get(step.to()))
                    .append(" [label=\"")
                    .append(label(step))
                    .append("\"];\n");
        }
        for (KeptApart pair : explanation.apart()) {
            text.append("  ")
                    .append(nodes.get(pair.a()))
                    .append(" -- ")
                    .append(nodes.get(pair.b()))
                    .append(" [style=dashed, label=\"kept apart\"];\n");
        }
        return text.append("}\n").toString();
    }

    private static String label(Explanation.Step step) {
        String evidence = evidence(step);
        return evidence.isEmpty() ? step.source().wireName() : step.source().wireName() + ": " + evidence;
    }

    private static String evidence(Explanation.Step step) {
        return step.evidence().stream().map(IdentifierKey::toString).collect(Collectors.joining(", "));
    }
}
