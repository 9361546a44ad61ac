package io.identitystitch.testkit;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Touch;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One thing that happens in a {@link History}. Immutable and thread-safe.
 */
public sealed interface Step {
    /** The moment from which the seconds of steps count. */
    Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

    /**
     * When it happens.
     *
     * @return seconds after {@link #BEGIN}
     */
    int second();

    /**
     * When it happens.
     *
     * @return the event time
     */
    default Instant at() {
        return BEGIN.plusSeconds(second());
    }

    /**
     * Identifiers are seen together.
     *
     * @param second when, in seconds
     * @param identifiers the identifiers
     * @param facts whether the call brings a touch and a trait
     */
    record Seen(int second, List<Identifier> identifiers, boolean facts) implements Step {
        /**
         * Copies the list.
         *
         * @param second when, in seconds
         * @param identifiers the identifiers
         * @param facts whether the call brings a touch and a trait
         */
        public Seen {
            identifiers = List.copyOf(identifiers);
        }

        /**
         * The same step with a touch and a trait.
         *
         * @return a new step
         */
        public Seen withFacts() {
            return new Seen(second, identifiers, true);
        }

        /**
         * The touch that the step brings if it brings facts. Its time is not that of the step, for touches arrive late.
         *
         * @return the touch
         */
        public Touch touch() {
            long scattered = second * 7919L % 97;
            return Touch.attributed(BEGIN.minusSeconds(scattered), Map.of("utm_source", "source-" + second));
        }

        /**
         * The request that a host would make of it.
         *
         * @return the request
         */
        public ResolveRequest request() {
            ResolveRequest.Builder builder = ResolveRequest.builder().observedAt(at());
            identifiers.forEach(identifier -> builder.identifier(identifier.type(), identifier.value()));
            if (facts) {
                builder.touch(touch()).trait("plan", "plan-" + second);
            }
            return builder.build();
        }

        /** Java code that makes the step. */
        @Override
        public String toString() {
            return "seen(" + second + History.code(identifiers) + ")" + (facts ? ".withFacts()" : "");
        }
    }

    /**
     * The holder of a device signs out.
     *
     * @param second when, in seconds
     * @param device the device
     */
    record SignedOut(int second, Identifier device) implements Step {
        /** Java code that makes the step. */
        @Override
        public String toString() {
            return "signedOut(" + second + History.code(List.of(device)) + ")";
        }
    }

    /**
     * A human decides that the persons of two identifiers are never one. Without effect where they are one already.
     *
     * @param second when, in seconds
     * @param one an identifier of the one
     * @param other an identifier of the other
     */
    record KeptApart(int second, Identifier one, Identifier other) implements Step {
        /** Java code that makes the step. */
        @Override
        public String toString() {
            return "keptApart(" + second + History.code(List.of(one, other)) + ")";
        }
    }

    /**
     * A steward says that the persons of two identifiers are one. Without effect where they are one already, or may not be.
     *
     * @param second when, in seconds
     * @param one an identifier of the one
     * @param other an identifier of the other
     */
    record Joined(int second, Identifier one, Identifier other) implements Step {
        /** Java code that makes the step. */
        @Override
        public String toString() {
            return "joined(" + second + History.code(List.of(one, other)) + ")";
        }
    }

    /**
     * A steward gives an identifier to the profile of another one. Without effect where nobody has one of the two, or the
     * profile may not have it.
     *
     * @param second when, in seconds
     * @param identifier the identifier
     * @param to an identifier of the profile
     */
    record Reassigned(int second, Identifier identifier, Identifier to) implements Step {
        /** Java code that makes the step. */
        @Override
        public String toString() {
            return "reassigned(" + second + History.code(List.of(identifier, to)) + ")";
        }
    }

    /**
     * A steward makes a person of some identifiers. Without effect where they are not one person's.
     *
     * @param second when, in seconds
     * @param identifiers the identifiers
     */
    record Split(int second, List<Identifier> identifiers) implements Step {
        /**
         * Copies the list.
         *
         * @param second when, in seconds
         * @param identifiers the identifiers
         */
        public Split {
            identifiers = List.copyOf(identifiers);
        }

        /** Java code that makes the step. */
        @Override
        public String toString() {
            return "split(" + second + History.code(identifiers) + ")";
        }
    }

    /**
     * A steward takes back one of the merges that hold. Without effect where there is none.
     *
     * @param second when, in seconds
     * @param number which of them, counted from the oldest, and over again from the oldest after the last
     */
    record Undone(int second, int number) implements Step {
        /** Java code that makes the step. */
        @Override
        public String toString() {
            return "undone(" + second + ", " + number + ")";
        }
    }
}
