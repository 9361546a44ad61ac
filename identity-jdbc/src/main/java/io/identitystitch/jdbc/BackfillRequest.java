package io.identitystitch.jdbc;

import io.identitystitch.model.ProfileId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the application's table get which user id: those of some anonymous ids, each as a whole or within bounds of event
 * time. Bounds are half-open: an event at {@code from} belongs to it, one at {@code until} does not.
 *
 * <p>Immutable and thread-safe.
 */
public final class BackfillRequest {
    /** How many anonymous ids a request may have, each part of one counted: {@value}. */
    public static final int MOST_ANONYMOUS_IDS = 1_000;

    private static final int LONGEST = 1_024;

    private final ProfileId profile;
    private final String userId;
    private final List<Visitor> visitors;

    private BackfillRequest(ProfileId profile, String userId, List<Visitor> visitors) {
        this.profile = profile;
        this.userId = userId;
        this.visitors = visitors;
    }

    /**
     * A builder of a request.
     *
     * @param profile a profile of the person, best {@code Resolution.Resolved.ownerId()}: when it is erased, the run ends, and what is kept
     *     of it is erased too
     * @param userId what is written to the user column: a text, or the text of a number or UUID where the column is of that type; 1
     *     to 1,024 characters
     * @return a new builder
     * @throws IllegalArgumentException if the user id is empty, too long or has a NUL character
     */
    public static Builder builder(ProfileId profile, String userId) {
        return new Builder(Objects.requireNonNull(profile, "profile"), value(userId, "userId"));
    }

    /**
     * The profile for which the rows are stamped.
     *
     * @return the profile
     */
    public ProfileId profile() {
        return profile;
    }

    /**
     * What is written to the user column.
     *
     * @return the user id
     */
    public String userId() {
        return userId;
    }

    /**
     * Whose rows.
     *
     * @return the anonymous ids, sorted, each once
     */
    public List<String> anonymousIds() {
        return visitors.stream().map(Visitor::anonymousId).distinct().toList();
    }

    /** Sorted, so that all runs lock in one order. */
    List<Visitor> visitors() {
        return visitors;
    }

    boolean isBounded() {
        return visitors.stream().anyMatch(Visitor::isBounded);
    }

    /** The profile, and how many anonymous ids there are. */
    @Override
    public String toString() {
        return "BackfillRequest[" + profile + ", " + visitors.size() + " anonymous ids]";
    }

    private static String value(String value, String name) {
        Objects.requireNonNull(value, name);
        if (value.isEmpty() || value.length() > LONGEST || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(name + " is 1 to " + LONGEST + " characters without NUL");
        }
        return value;
    }

    /**
     * Makes a request. An anonymous id may be given several times with other bounds.
     *
     * <p>Not thread-safe.
     */
    public static final class Builder {
        private final ProfileId profile;
        private final String userId;
        private final TreeSet<Visitor> visitors = new TreeSet<>(Visitor.ORDER);

        private Builder(ProfileId profile, String userId) {
            this.profile = profile;
            this.userId = userId;
        }

        /**
         * All rows of an anonymous id.
         *
         * @param anonymousId as the application stored it, 1 to 1,024 characters
         * @return this
         * @throws IllegalArgumentException if it is empty, too long or has a NUL character
         */
        public Builder anonymousId(String anonymousId) {
            return add(anonymousId, null, null);
        }

        /**
         * The rows of an anonymous id with an event time from a moment on.
         *
         * @param anonymousId as the application stored it, 1 to 1,024 characters
         * @param from the earliest event time
         * @return this
         * @throws IllegalArgumentException if the id is empty, too long or has a NUL character
         */
        public Builder anonymousIdFrom(String anonymousId, Instant from) {
            return add(anonymousId, Objects.requireNonNull(from, "from"), null);
        }

        /**
         * The rows of an anonymous id with an event time before a moment.
         *
         * @param anonymousId as the application stored it, 1 to 1,024 characters
         * @param until the event time that is too late
         * @return this
         * @throws IllegalArgumentException if the id is empty, too long or has a NUL character
         */
        public Builder anonymousIdUntil(String anonymousId, Instant until) {
            return add(anonymousId, null, Objects.requireNonNull(until, "until"));
        }

        /**
         * The rows of an anonymous id with an event time between two moments.
         *
         * @param anonymousId as the application stored it, 1 to 1,024 characters
         * @param from the earliest event time
         * @param until the event time that is too late
         * @return this
         * @throws IllegalArgumentException if the id is empty, too long or has a NUL character, or {@code until} is not later
         */
        public Builder anonymousIdBetween(String anonymousId, Instant from, Instant until) {
            if (!until.isAfter(from)) {
                throw new IllegalArgumentException("until has to be later than from");
            }
            return add(anonymousId, from, until);
        }

        /**
         * Makes the request.
         *
         * @return a new request
         * @throws IllegalStateException if there is no anonymous id
         */
        public BackfillRequest build() {
            if (visitors.isEmpty()) {
                throw new IllegalStateException("a back-fill needs an anonymous id");
            }
            return new BackfillRequest(profile, userId, List.copyOf(visitors));
        }

        Builder add(String anonymousId, @Nullable Instant from, @Nullable Instant until) {
            visitors.add(new Visitor(value(anonymousId, "anonymousId"), from, until));
            if (visitors.size() > MOST_ANONYMOUS_IDS) {
                throw new IllegalArgumentException(
                        "a back-fill has at most " + MOST_ANONYMOUS_IDS + " anonymous ids: ask for several");
            }
            return this;
        }
    }
}
