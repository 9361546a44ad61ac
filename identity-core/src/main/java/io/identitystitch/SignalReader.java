package io.identitystitch;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.StagedSignal;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Texts;
import io.identitystitch.policy.TypeRule;
import io.identitystitch.signal.Envelope;
import io.identitystitch.signal.EnvelopeBuilder;
import io.identitystitch.signal.Payload;
import io.identitystitch.signal.PayloadRefusal;
import io.identitystitch.signal.PayloadResult;
import io.identitystitch.signal.Signal;
import io.identitystitch.signal.SignalRefusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads signals: what is wrong with one, whether it says who it is, and what it is known by. Thread-safe. */
final class SignalReader {
    private static final int MAX_CONTEXT = 64;
    private static final int MAX_CONTEXT_NAME = 256;
    private static final int MAX_CONTEXT_VALUE = 4_096;
    private static final long MAX_SEQUENCE = (1L << 53) - 1;
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant TOO_LATE = Instant.parse("+10000-01-01T00:00:00Z");

    /** What a signal is, or why it is not kept. */
    record Read(@Nullable SignalDraft draft, @Nullable SignalRefusal refusal, Optional<PayloadRefusal> payload) {
        static Read refused(SignalRefusal refusal) {
            return new Read(null, refusal, Optional.empty());
        }
    }

    private final ResolverCore core;
    private final TenantId tenant;

    SignalReader(ResolverCore core, TenantId tenant) {
        this.core = core;
        this.tenant = tenant;
    }

    Read read(Signal signal, Instant receivedAt) {
        SignalRefusal refusal = refusal(signal);
        if (refusal != null) {
            return Read.refused(refusal);
        }
        Payload payload = null;
        if (signal.payload().isPresent()) {
            PayloadResult result = Payload.parse(signal.payload().get());
            if (result instanceof PayloadResult.Refused refused) {
                return new Read(null, SignalRefusal.PAYLOAD, Optional.of(refused.reason()));
            }
            payload = ((PayloadResult.Read) result).payload();
        }
        return read(signal, payload, receivedAt);
    }

    private static @Nullable SignalRefusal refusal(Signal signal) {
        if (!StagedSignal.isType(signal.type())) {
            return SignalRefusal.TYPE;
        }
        if (signal.eventId().isPresent()
                && !StagedSignal.isEventId(signal.eventId().get())) {
            return SignalRefusal.EVENT_ID;
        }
        OptionalLong sequence = signal.sequence();
        if (sequence.isPresent() && (sequence.getAsLong() < 0 || sequence.getAsLong() > MAX_SEQUENCE)) {
            return SignalRefusal.SEQUENCE;
        }
        if (signal.eventId().isEmpty() && sequence.isEmpty()) {
            return SignalRefusal.NO_EVENT_ID;
        }
        Instant occurredAt = signal.who().observedAt();
        if (occurredAt.isBefore(EARLIEST) || !occurredAt.isBefore(TOO_LATE)) {
            return SignalRefusal.TIME;
        }
        return isContext(signal.context()) ? null : SignalRefusal.CONTEXT;
    }

    private static boolean isContext(Map<String, String> context) {
        return context.size() <= MAX_CONTEXT
                && context.entrySet().stream()
                        .allMatch(entry -> entry.getKey().length() <= MAX_CONTEXT_NAME
                                && entry.getValue().length() <= MAX_CONTEXT_VALUE
                                && Texts.isStorable(entry.getKey())
                                && Texts.isStorable(entry.getValue()));
    }

    private Read read(Signal signal, @Nullable Payload payload, Instant receivedAt) {
        List<ResolveRequest.Given> given =
                signal.who().identifiers().stream().map(this::asEmail).toList();
        List<Identifier> usable = given.stream()
                .limit(core.policy.maxIdentifiers())
                .flatMap(each -> core.observations.usable(each).stream())
                .toList();
        List<Identifier> emails = payload == null ? List.of() : addresses(payload);
        ResolveRequest.Builder request = ResolveRequest.builder(core.clock())
                .observedAt(signal.who().observedAt())
                .source(signal.who().source());
        given.forEach(each -> add(request, each));
        boolean someone = usable.stream()
                .anyMatch(identifier -> core.policy.rule(identifier.type()).isPersistent());
        // Of several addresses nobody can tell whose the signal is: a list of guests, an invitation.
        if (!someone && emails.size() == 1 && payload != null && !payload.hasFurtherEmails()) {
            request.identifier(IdentifierType.EMAIL, emails.get(0).value());
        }
        if (signal.who().imported()) {
            request.imported();
        }
        Observation observation = core.observations.observe(tenant, request.build(), receivedAt);
        boolean identifiable = !emails.isEmpty()
                || usable.stream()
                        .anyMatch(identifier ->
                                core.policy.rule(identifier.type()).identifiable());
        if (!identifiable && usable.isEmpty()) {
            return Read.refused(SignalRefusal.NO_IDENTIFIER);
        }
        Envelope envelope = envelope(signal, usable, payload);
        StagedSignal staged = new StagedSignal(
                envelope.contentHash(),
                signal.type(),
                signal.eventId(),
                observation.observedAt(),
                receivedAt,
                false,
                new String(envelope.canonical().bytes(), StandardCharsets.UTF_8));
        boolean clamped = !observation.observedAt().equals(signal.who().observedAt());
        return new Read(
                new SignalDraft(observation, staged, identifiable, clamped, visitors(observation)),
                null,
                Optional.empty());
    }

    /** An account id that is an address says whose mail box it is (S0-07). */
    private ResolveRequest.Given asEmail(ResolveRequest.Given given) {
        String value = given.value();
        if (!given.type().equals(IdentifierType.USER_ID) || value == null || value.indexOf('@') < 1) {
            return given;
        }
        ResolveRequest.Given address = new ResolveRequest.Given(IdentifierType.EMAIL, value, given.verified());
        return core.observations.usable(address).isPresent() ? address : given;
    }

    /** The addresses of the payload that are somebody's. */
    private List<Identifier> addresses(Payload payload) {
        List<Identifier> usable = new ArrayList<>();
        for (Identifier email : payload.emails()) {
            core.observations
                    .usable(new ResolveRequest.Given(email.type(), email.value(), false))
                    .ifPresent(usable::add);
        }
        return usable;
    }

    private static void add(ResolveRequest.Builder request, ResolveRequest.Given given) {
        if (given.verified()) {
            request.verified(given.type(), given.value());
        } else {
            request.identifier(given.type(), given.value());
        }
    }

    private Set<IdentifierKey> visitors(Observation observation) {
        Set<IdentifierKey> visitors = new HashSet<>();
        for (ObservedIdentifier identifier : observation.identifiers()) {
            TypeRule rule = core.policy.rule(identifier.type());
            if (rule.isEphemeral()) {
                visitors.add(identifier.key());
            }
        }
        return visitors;
    }

    private static Envelope envelope(Signal signal, List<Identifier> identifiers, @Nullable Payload payload) {
        EnvelopeBuilder envelope = Envelope.builder(signal.type(), signal.who().observedAt())
                .identifiers(identifiers)
                .context(signal.context());
        signal.eventId().ifPresent(envelope::eventId);
        signal.sequence().ifPresent(envelope::sequence);
        if (payload != null) {
            envelope.payload(payload.canonical());
        }
        return envelope.build();
    }
}
