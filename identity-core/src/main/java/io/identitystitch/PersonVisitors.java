package io.identitystitch;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import io.identitystitch.spi.IdentityReads;
import java.util.HashSet;
import java.util.Set;

/**
 * What a person is found by in cold storage.
 *
 * @param known whether an identifier makes the person known
 * @param keys all identifiers of visitors that the person has
 */
record PersonVisitors(boolean known, Set<IdentifierKey> keys) {
    static PersonVisitors read(IdentityReads reads, IdentityPolicy policy, TenantId tenant, ProfileId profile) {
        boolean known = false;
        Set<IdentifierKey> keys = new HashSet<>();
        PageRequest request = new PageRequest(1000, PageRequest.FIRST.after());
        while (true) {
            Page<ProfileIdentifier> page = reads.identifiers(tenant, profile, request);
            for (ProfileIdentifier identifier : page.items()) {
                TypeRule rule = policy.rule(identifier.type());
                known |= rule.isPersistent();
                if (rule.isEphemeral()) {
                    keys.add(identifier.key());
                }
            }
            if (page.next().isEmpty()) {
                return new PersonVisitors(known, keys);
            }
            request = request.after(page.next().get());
        }
    }
}
