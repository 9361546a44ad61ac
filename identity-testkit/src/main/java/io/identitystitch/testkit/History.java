package io.identitystitch.testkit;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What happened, in order of arrival. Its text form is Java code that makes it, so that a history that was found to fail
 * becomes a test by copying it:
 *
 * <pre>{@code
 * History.of(
 *         seen(3, id("email", "e1@mail.example"), id("anonymous_id", "a1")),
 *         signedOut(7, id("anonymous_id", "a1")))
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 *
 * @param steps the steps in order of arrival, which need not be that of their seconds
 */
public record History(List<Step> steps) {
    /**
     * Copies the list.
     *
     * @param steps the steps in order of arrival, which need not be that of their seconds
     */
    public History {
        steps = List.copyOf(steps);
    }

    /**
     * A history.
     *
     * @param steps the steps in order of arrival
     * @return the history
     */
    public static History of(Step... steps) {
        return new History(Arrays.asList(steps));
    }

    /**
     * Identifiers are seen together.
     *
     * @param second when, in seconds
     * @param identifiers the identifiers
     * @return the step
     */
    public static Step.Seen seen(int second, Identifier... identifiers) {
        return new Step.Seen(second, Arrays.asList(identifiers), false);
    }

    /**
     * The holder of a device signs out.
     *
     * @param second when, in seconds
     * @param device the device
     * @return the step
     */
    public static Step.SignedOut signedOut(int second, Identifier device) {
        return new Step.SignedOut(second, device);
    }

    /**
     * A human decides that the persons of two identifiers are never one.
     *
     * @param second when, in seconds
     * @param one an identifier of the one
     * @param other an identifier of the other
     * @return the step
     */
    public static Step.KeptApart keptApart(int second, Identifier one, Identifier other) {
        return new Step.KeptApart(second, one, other);
    }

    /**
     * A steward says that the persons of two identifiers are one.
     *
     * @param second when, in seconds
     * @param one an identifier of the one
     * @param other an identifier of the other
     * @return the step
     */
    public static Step.Joined joined(int second, Identifier one, Identifier other) {
        return new Step.Joined(second, one, other);
    }

    /**
     * A steward gives an identifier to the profile of another one.
     *
     * @param second when, in seconds
     * @param identifier the identifier
     * @param to an identifier of the profile
     * @return the step
     */
    public static Step.Reassigned reassigned(int second, Identifier identifier, Identifier to) {
        return new Step.Reassigned(second, identifier, to);
    }

    /**
     * A steward makes a person of some identifiers.
     *
     * @param second when, in seconds
     * @param identifiers the identifiers
     * @return the step
     */
    public static Step.Split split(int second, Identifier... identifiers) {
        return new Step.Split(second, Arrays.asList(identifiers));
    }

    /**
     * A steward takes back one of the merges that hold.
     *
     * @param second when, in seconds
     * @param number which of them, counted from the oldest, and over again from the oldest after the last
     * @return the step
     */
    public static Step.Undone undone(int second, int number) {
        return new Step.Undone(second, number);
    }

    /**
     * An identifier.
     *
     * @param type the name of its type
     * @param value the value
     * @return the identifier
     * @throws IllegalArgumentException if the name is not that of a type
     */
    public static Identifier id(String type, String value) {
        return Identifier.of(IdentifierType.of(type), value);
    }

    /**
     * The steps in which identifiers are seen.
     *
     * @return the steps in order of arrival
     */
    public List<Step.Seen> seen() {
        return steps.stream()
                .filter(Step.Seen.class::isInstance)
                .map(Step.Seen.class::cast)
                .toList();
    }

    /**
     * The identifiers that are seen.
     *
     * @return each once, in order of arrival
     */
    public List<Identifier> identifiers() {
        return seen().stream()
                .flatMap(step -> step.identifiers().stream())
                .distinct()
                .toList();
    }

    /** Java code that makes the history. */
    @Override
    public String toString() {
        return steps.stream().map(step -> "        " + step).collect(Collectors.joining(",\n", "History.of(\n", ")"));
    }

    static String code(List<Identifier> identifiers) {
        return identifiers.stream()
                .map(identifier -> ", id(\"" + identifier.type() + "\", \"" + identifier.value() + "\")")
                .collect(Collectors.joining());
    }
}
