package io.identitystitch.testkit;

import static io.identitystitch.testkit.SignalBench.mail;
import static io.identitystitch.testkit.SignalBench.visitor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.identitystitch.model.ExportResult;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.model.SplitResult;
import io.identitystitch.signal.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Signals are kept once, follow their owners, and leave with them. */
abstract class SignalContract extends ContractPart {
    SignalContract(IdentityStoreContract contract) {
        super(contract);
    }

    private SignalBench bench() {
        return new SignalBench(store(), newTenant()).alone();
    }

    @Test
    void whatWasAcceptedIsThereAsItWas() {
        SignalBench bench = bench();
        bench.accept(1, mail("ann"), visitor("v"));
        ProfileId ann = bench.who(mail("ann"));
        SignalRecord kept = bench.signals
                .journey(bench.tenant, ann, PageRequest.FIRST)
                .items()
                .get(0);
        assertThat(kept.owner()).isEqualTo(ann);
        assertThat(kept.signal().type()).isEqualTo("page");
        assertThat(kept.signal().eventId()).contains("e-1");
        assertThat(kept.signal().occurredAt()).isEqualTo("2026-03-02T09:01:00Z");
        assertThat(kept.signal().receivedAt()).isEqualTo(bench.clock.instant());
        assertThat(kept.signal().rehydrated()).isFalse();
        assertThat(kept.signal().json()).contains("\"payload\":{\"n\":\"1\"}", "ann@x.org");
        assertThat(bench.signals.replay(bench.tenant, PageRequest.FIRST).items())
                .containsExactly(kept);
    }

    @Test
    void whatComesTwiceInOneBatchOrInAnotherIsKeptOnce() {
        SignalBench bench = bench();
        Signal one = bench.signal(1, mail("ann"));
        bench.identities.signals().acceptAll(List.of(one, bench.signal(2, mail("ann")), one));
        bench.identities.signals().acceptAll(List.of(bench.signal(2, mail("ann")), bench.signal(3, mail("bob")), one));
        assertThat(bench.journey(bench.who(mail("ann")))).containsExactly("e-1", "e-2");
        assertThat(bench.replayed()).containsExactlyInAnyOrder("e-1", "e-2", "e-3");
        List<String> handed = new ArrayList<>();
        bench.take(SignalBench.LONG).forEach(task -> handed.addAll(bench.handOver(task, 100)));
        assertThat(handed).containsExactlyInAnyOrder("e-1", "e-2", "e-3");
    }

    /** Its identifier changed hands, and it comes once more. */
    @Test
    void whatComesToAnotherOwnerStaysWithTheFirst() {
        SignalBench bench = bench();
        ProfileId ann = bench.seen(mail("ann"), visitor("v-1"));
        ProfileId bob = bench.seen(mail("bob"));
        bench.accept(1, visitor("v-1"));
        bench.identities.steward().reassign(visitor("v-1"), ann, bob, "his");
        bench.accept(1, visitor("v-1"));
        assertThat(bench.replayed()).containsExactly("e-1");
        assertThat(bench.journey(ann)).containsExactly("e-1");
        assertThat(bench.journey(bob)).isEmpty();
    }

    @Test
    void thousandsInOneBatchAreEachKeptOnce() {
        SignalBench bench = bench();
        List<Signal> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(bench.signal(i, mail("ann" + i % 200), visitor("v" + i % 300)));
        }
        bench.identities.signals().acceptAll(many);
        bench.identities.signals().acceptAll(many);
        assertThat(SignalBench.events(page -> bench.signals.replay(bench.tenant, page), 1_000))
                .hasSize(1_000)
                .doesNotHaveDuplicates();
        List<String> handed = new ArrayList<>();
        bench.take(SignalBench.LONG).forEach(task -> handed.addAll(bench.handOver(task, 1_000)));
        assertThat(handed).hasSize(1_000).doesNotHaveDuplicates();
    }

    @Test
    void aJourneyIsThatOfAllOwnersThroughMergesAndUndos() {
        SignalBench bench = bench();
        bench.accept(4, mail("ann"));
        bench.accept(2, mail("ann"));
        bench.accept(3, visitor("v-1"));
        bench.accept(1, visitor("v-1"));
        ProfileId visitor = bench.who(visitor("v-1"));
        assertThat(bench.journey(visitor)).containsExactly("e-1", "e-3");
        ProfileId ann = bench.seen(mail("ann"), visitor("v-1"));
        assertThat(bench.journey(ann)).containsExactly("e-1", "e-2", "e-3", "e-4");
        assertThat(bench.journey(visitor)).isEqualTo(bench.journey(ann));
        bench.identities
                .steward()
                .undo(
                        bench.identities
                                .steward()
                                .explain(ann, visitor)
                                .steps()
                                .get(0)
                                .merge(),
                        "not hers");
        assertThat(bench.journey(bench.who(mail("ann")))).containsExactly("e-2", "e-4");
        assertThat(bench.journey(bench.who(visitor("v-1")))).containsExactly("e-1", "e-3");
    }

    @Test
    void aCursorStaysGoodWhenItsPersonIsMergedAndIsOfNoOtherList() {
        SignalBench bench = bench();
        for (int i = 1; i <= 3; i++) {
            bench.accept(i, visitor("v-1"));
        }
        ProfileId visitor = bench.who(visitor("v-1"));
        Page<SignalRecord> first = bench.signals.journey(bench.tenant, visitor, new PageRequest(1, Optional.empty()));
        PageRequest next = PageRequest.FIRST.after(first.next().orElseThrow());
        ProfileId ann = bench.seen(mail("ann"), visitor("v-1"));
        assertThat(bench.signals.journey(bench.tenant, ann, next).items())
                .extracting(SignalBench::event)
                .containsExactly("e-2", "e-3");
        ProfileId bob = bench.seen(mail("bob"));
        assertThatIllegalArgumentException().isThrownBy(() -> bench.signals.journey(bench.tenant, bob, next));
        assertThatIllegalArgumentException().isThrownBy(() -> bench.signals.replay(bench.tenant, next));
        assertThatIllegalArgumentException().isThrownBy(() -> bench.signals.parked(bench.tenant, next));
        SignalBench there = bench();
        assertThatIllegalArgumentException().isThrownBy(() -> there.signals.journey(there.tenant, ann, next));
    }

    @Test
    void aSplitTakesAlongWhatCameWithItsIdentifiersOnly() {
        SignalBench bench = bench();
        ProfileId ann = bench.seen(mail("ann"), visitor("v-1"));
        bench.accept(1, visitor("v-1"));
        bench.accept(2, mail("ann"), visitor("v-1"));
        bench.accept(3, mail("ann"));
        bench.take(SignalBench.LONG);
        SplitResult split = bench.identities.steward().split(List.of(visitor("v-1")), "a shared device");
        assertThat(split).isInstanceOf(SplitResult.Split.class);
        ProfileId other = bench.who(visitor("v-1"));
        assertThat(bench.journey(other)).containsExactly("e-1");
        assertThat(bench.journey(ann)).containsExactly("e-2", "e-3");
        assertThat(bench.handOver(bench.takeOne(SignalBench.LONG), 100)).containsExactly("e-1");
    }

    @Test
    void aReassignedIdentifierTakesNoSignalAlong() {
        SignalBench bench = bench();
        ProfileId ann = bench.seen(mail("ann"), visitor("v-1"));
        bench.accept(1, visitor("v-1"));
        ProfileId bob = bench.seen(mail("bob"));
        bench.identities.steward().reassign(visitor("v-1"), ann, bob, "his");
        assertThat(bench.journey(ann)).containsExactly("e-1");
        assertThat(bench.journey(bob)).isEmpty();
    }

    @Test
    void tenantsHaveEachTheirOwn() {
        SignalBench here = bench();
        SignalBench there = bench();
        here.accept(1, mail("ann"));
        there.accept(1, mail("ann"));
        there.accept(2, mail("ann"));
        assertThat(here.replayed()).containsExactly("e-1");
        assertThat(there.replayed()).containsExactly("e-1", "e-2");
        assertThat(here.journey(there.who(mail("ann")))).isEmpty();
        assertThat(new SignalBench(store(), newTenant()).replayed()).isEmpty();
    }

    @Test
    void anErasedPersonTakesItsSignalsAlongAndThoseOfOthersThatNameIt() {
        SignalBench bench = bench();
        ProfileId ann = bench.seen(mail("ann"));
        bench.accept(1, mail("ann"));
        bench.accept(2, mail("ann"), visitor("v-1"));
        bench.accept(3, mail("bob"));
        ProfileId bob = bench.who(mail("bob"));
        bench.accept(4, mail("bob"), visitor("v-2"));
        bench.identities.steward().reassign(visitor("v-2"), bob, ann, "hers");
        assertThat(bench.journey(bob)).containsExactly("e-3", "e-4");
        assertThat(bench.store.reads().records(bench.tenant, ann)).containsEntry("signals", 2L);
        bench.identities.steward().erase(ann, "asked for it");
        assertThat(bench.journey(ann)).isEmpty();
        assertThat(bench.journey(bob)).containsExactly("e-3");
        assertThat(bench.replayed()).containsExactly("e-3");
        List<String> handed = new ArrayList<>();
        bench.take(SignalBench.LONG).forEach(task -> handed.addAll(bench.handOver(task, 100)));
        assertThat(handed).containsExactly("e-3");
    }

    /** More than an erasure takes in one transaction, at two moments. */
    @Test
    void aPersonOfManySignalsIsErased() {
        SignalBench bench = bench();
        List<Signal> many = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            many.add(Signal.builder("page")
                    .sequence(i)
                    .occurredAt(bench.clock.instant().minusSeconds(i % 2))
                    .email("ann@x.org")
                    .build());
        }
        for (int from = 0; from < many.size(); from += 500) {
            bench.identities.signals().acceptAll(many.subList(from, from + 500));
        }
        bench.identities.steward().erase(bench.who(mail("ann")), "asked for it");
        assertThat(bench.replayed()).isEmpty();
        assertThat(bench.take(SignalBench.LONG)).isEmpty();
    }

    @Test
    void anExportHasEachSignalWithAllThatIsKeptOfIt() throws IOException {
        SignalBench bench = bench();
        bench.accept(2, mail("ann"), visitor("v-1"));
        bench.accept(1, mail("ann"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportResult.Exported exported =
                (ExportResult.Exported) bench.identities.steward().export(mail("ann"), out);
        assertThat(exported.rows())
                .containsEntry("signals", 2L)
                .isEqualTo(bench.store.reads().records(bench.tenant, exported.profile()));
        String document = out.toString(StandardCharsets.UTF_8);
        String array = document.substring(document.indexOf("\"signals\":["));
        assertThat(array.indexOf("\"event_id\":\"e-1\""))
                .isPositive()
                .isLessThan(array.indexOf("\"event_id\":\"e-2\""));
        assertThat(array)
                .contains("\"type\":\"page\"", "\"rehydrated\":false", "\"came_with\":[{", "\"staged_at\":")
                .contains("\"envelope\":{\"anonymous_id\":[\"v-1\"]", "\"payload\":{\"n\":\"2\"}");
    }
}
