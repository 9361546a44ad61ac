package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.Cursor;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.NewConflict;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityReads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcReadsTest {
    private static final TenantId TENANT = TenantId.of("acme");
    private static final TenantId OTHER = TenantId.of("other");
    private static final Function<Integer, PageRequest> FIRST = limit -> new PageRequest(limit, Optional.empty());

    private JdbcIdentityStore store;
    private IdentityReads reads;

    private void prepare(Dialect dialect) {
        store = JdbcIdentityStore.create(TestStores.migrated(dialect));
        reads = store.reads();
    }

    private ProfileId person(TenantId tenant, String name, int identifiers) {
        ProfileId id = Plans.newId();
        Identifier[] all = new Identifier[identifiers];
        for (int i = 0; i < identifiers; i++) {
            all[i] = Identifier.of(i % 2 == 0 ? IdentifierType.EMAIL : IdentifierType.CRM_ID, name + i);
        }
        assertThat(store.commit(Plans.newPerson(tenant, id, all))).isInstanceOf(CommitResult.Committed.class);
        return id;
    }

    private static <T> List<T> all(int limit, Function<PageRequest, Page<T>> list) {
        List<T> items = new ArrayList<>();
        PageRequest request = FIRST.apply(limit);
        while (true) {
            Page<T> page = list.apply(request);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            items.addAll(page.items());
            if (page.next().isEmpty()) {
                return items;
            }
            assertThat(page.items()).hasSize(limit);
            request = request.after(page.next().get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void pagesThroughIdentifiersInOrderOfLinking(Dialect dialect) {
        prepare(dialect);
        ProfileId root = person(TENANT, "a", 7);
        ProfileId absorbed = person(TENANT, "b", 6);
        person(TENANT, "c", 3);
        store.commit(Plans.merge(TENANT, root, absorbed));

        for (int limit : new int[] {1, 4, 13, 14, 1000}) {
            List<ProfileIdentifier> found = all(limit, page -> reads.identifiers(TENANT, absorbed, page));
            assertThat(found)
                    .hasSize(13)
                    .isSortedAccordingTo(
                            Comparator.comparing(ProfileIdentifier::linkedAt).thenComparing(ProfileIdentifier::key));
            assertThat(found.subList(0, 7))
                    .as("linked by the first call")
                    .allSatisfy(identifier ->
                            assertThat(identifier.value().orElseThrow()).startsWith("a"));
            assertThat(found.get(0).context()).containsEntry("ip", "192.0.2.7");
            assertThat(new HashSet<>(found.stream().map(ProfileIdentifier::key).toList()))
                    .hasSize(13);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCursorOfIdentifiersStaysGoodWhenThePersonIsMerged(Dialect dialect) {
        prepare(dialect);
        ProfileId younger = person(TENANT, "b", 4);
        ProfileId root = person(TENANT, "a", 4);
        Cursor cursor =
                reads.identifiers(TENANT, younger, FIRST.apply(2)).next().orElseThrow();
        store.commit(Plans.merge(TENANT, root, younger));

        Page<ProfileIdentifier> rest =
                reads.identifiers(TENANT, younger, FIRST.apply(100).after(cursor));

        assertThat(rest.items()).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource
    void refusesCursorsOfOtherLists(Dialect dialect) {
        prepare(dialect);
        ProfileId one = person(TENANT, "a", 3);
        ProfileId two = person(TENANT, "b", 3);
        ProfileId same = person(OTHER, "a", 3);
        Cursor cursor = reads.identifiers(TENANT, one, FIRST.apply(1)).next().orElseThrow();
        PageRequest after = FIRST.apply(1).after(cursor);

        assertThatIllegalArgumentException().isThrownBy(() -> reads.identifiers(TENANT, two, after));
        assertThatIllegalArgumentException().isThrownBy(() -> reads.identifiers(OTHER, same, after));
        assertThatIllegalArgumentException().isThrownBy(() -> reads.identifiers(TENANT, Plans.newId(), after));
        assertThatIllegalArgumentException().isThrownBy(() -> reads.openConflicts(TENANT, after));
        assertThatIllegalArgumentException().isThrownBy(() -> reads.owners(TENANT, one, after));
        for (String text : new String[] {"", "?", "aGVsbG8", cursor.text() + "A", "' or 1=1 --", "\u00e4"}) {
            PageRequest forged = FIRST.apply(1).after(new Cursor(text));
            assertThatIllegalArgumentException().isThrownBy(() -> reads.identifiers(TENANT, one, forged));
            assertThatIllegalArgumentException().isThrownBy(() -> reads.openConflicts(TENANT, forged));
            assertThatIllegalArgumentException().isThrownBy(() -> reads.owners(TENANT, one, forged));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pagesThroughOwnersInOrderOfTheirIds(Dialect dialect) {
        prepare(dialect);
        ProfileId root = person(TENANT, "root", 1);
        List<ProfileId> owners = new ArrayList<>(List.of(root));
        for (int i = 0; i < 6; i++) {
            ProfileId absorbed = person(TENANT, "p" + i + "-", 1);
            owners.add(absorbed);
            store.commit(Plans.merge(TENANT, root, absorbed));
        }
        owners.sort(Comparator.naturalOrder());

        for (int limit : new int[] {1, 3, 7, 100}) {
            assertThat(all(limit, page -> reads.owners(TENANT, root, page))).isEqualTo(owners);
        }
        ProfileId absorbed = owners.get(0).equals(root) ? owners.get(1) : owners.get(0);
        assertThat(reads.owners(TENANT, absorbed, PageRequest.FIRST).items())
                .as("of a profile that is no root")
                .isEmpty();
        assertThat(reads.roots(TENANT, owners))
                .hasSize(7)
                .allSatisfy((owner, answers) -> assertThat(answers).isEqualTo(root));
        assertThat(reads.roots(OTHER, owners)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void pagesThroughOpenConflictsOldestFirst(Dialect dialect) {
        prepare(dialect);
        ProfileId one = person(TENANT, "a", 1);
        List<ConflictId> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ProfileId other = person(TENANT, "b" + i + "-", 1);
            ConflictId id = new ConflictId(UUID.randomUUID());
            IdentifierKey evidence = Plans.key(TENANT, Identifier.of(IdentifierType.EMAIL, "b" + i + "-0"));
            made.add(id);
            store.commit(Plans.conflicts(
                    TENANT,
                    List.of(new NewConflict(
                            id,
                            one,
                            other,
                            ConflictReason.EXCLUSIVE,
                            IdentifierType.USER_ID,
                            i == 0 ? null : evidence,
                            Plans.WHEN))));
        }

        for (int limit : new int[] {1, 2, 5, 10}) {
            List<ConflictRecord> found = all(limit, page -> reads.openConflicts(TENANT, page));
            assertThat(found.stream().map(ConflictRecord::id)).containsExactlyElementsOf(made);
            assertThat(found.get(0).evidence()).isEmpty();
            assertThat(found.get(1).evidence()).isPresent();
            assertThat(found.get(1).returned()).isEqualTo(one);
        }
        assertThat(reads.openConflicts(OTHER, PageRequest.FIRST).items()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void knowsNothingOfOtherTenants(Dialect dialect) {
        prepare(dialect);
        ProfileId id = person(TENANT, "a", 1);

        assertThat(reads.profile(OTHER, id, io.identitystitch.policy.FirstTouchPolicy.EARLIEST))
                .isEmpty();
        assertThat(reads.identifiers(OTHER, id, PageRequest.FIRST).items()).isEmpty();
        assertThat(reads.owners(OTHER, id, PageRequest.FIRST).items()).isEmpty();
        assertThat(reads.roots(OTHER, List.of(id))).isEmpty();
    }
}
