package io.identitystitch;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How signals are kept and brought back. Every resolver on one database must have the same cold store, look-back and handlers.
 *
 * <p>Immutable and thread-safe; the builder is not thread-safe.
 */
public final class SignalOptions {
    /** No cold store and no handlers. */
    static final SignalOptions NONE = builder().build();

    final @Nullable ColdStore coldStore;
    final List<SignalHandler> handlers;
    final Duration lookBack;
    final Function<TenantId, Duration> retention;
    final int attempts;
    final Duration pause;
    final Duration pollInterval;

    private SignalOptions(Builder builder) {
        coldStore = builder.coldStore;
        handlers = List.copyOf(builder.handlers);
        lookBack = builder.lookBack;
        retention = builder.retention;
        attempts = builder.attempts;
        pause = builder.pause;
        pollInterval = builder.pollInterval;
    }

    /**
     * A builder.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether there is anything that is done in the background. */
    boolean haveWork() {
        return coldStore != null || !handlers.isEmpty();
    }

    /** Collects {@link SignalOptions}. Not thread-safe. */
    public static final class Builder {
        private final List<SignalHandler> handlers = new ArrayList<>();
        private @Nullable ColdStore coldStore;
        private Duration lookBack = Duration.ofDays(90);
        private Function<TenantId, Duration> retention = tenant -> Duration.ofDays(90);
        private int attempts = 8;
        private Duration pause = Duration.ofSeconds(1);
        private Duration pollInterval = Duration.ofSeconds(1);

        private Builder() {}

        /**
         * Sets where signals are kept whose visitor nobody knows. Default: none; they are then kept with a profile where the policy keeps
         * profiles of visitors, and refused elsewhere.
         *
         * @param store the store; the resolver does not close it
         * @return this
         */
        public Builder coldStore(ColdStore store) {
            coldStore = Objects.requireNonNull(store, "store");
            return this;
        }

        /**
         * Adds a handler. Default: none.
         *
         * @param handler takes every signal that is kept, after those added before it and in the same transaction
         * @return this
         */
        public Builder handler(SignalHandler handler) {
            handlers.add(Objects.requireNonNull(handler, "handler"));
            return this;
        }

        /**
         * Sets how far back signals are looked for when their visitor becomes known, by event time, counted from then. Default: 90 days.
         *
         * @param time not negative
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder lookBack(Duration time) {
            lookBack = notNegative(time, "lookBack");
            return this;
        }

        /**
         * Sets for how long signals stay in cold storage, by the day of receipt. Default: 90 days.
         *
         * @param time gives the time for a tenant; thread-safe
         * @return this
         */
        public Builder retention(Function<TenantId, Duration> time) {
            retention = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * Sets how often a signal is handed over before it is parked. Default: 8.
         *
         * @param most at least 1
         * @return this
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder attempts(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("a signal is handed over at least once: " + most);
            }
            attempts = most;
            return this;
        }

        /**
         * Sets how long a person's work rests after it failed; twice as long each time, up to ten minutes. Default: 1 second.
         *
         * @param time not negative
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder pause(Duration time) {
            pause = notNegative(time, "pause");
            return this;
        }

        /**
         * Sets how often the background looks for work that other nodes have left; work of this node's is begun at once. Default: 1 second.
         *
         * @param time zero for no background: {@link Signals#work()} does it then
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder pollInterval(Duration time) {
            pollInterval = notNegative(time, "pollInterval");
            return this;
        }

        /**
         * The options.
         *
         * @return new options
         */
        public SignalOptions build() {
            return new SignalOptions(this);
        }

        private static Duration notNegative(Duration time, String name) {
            if (time.isNegative()) {
                throw new IllegalArgumentException(name + " is negative: " + time);
            }
            return time;
        }
    }
}
