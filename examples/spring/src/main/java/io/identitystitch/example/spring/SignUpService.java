package io.identitystitch.example.spring;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import org.springframework.transaction.annotation.Transactional;

/** Signs people up, in two ways. Not final, for Spring makes a subclass of it. */
class SignUpService {
    private final Accounts accounts;
    private final IdentityResolver identities;
    private final JoinedIdentities joined;

    SignUpService(Accounts accounts, IdentityResolver identities, JoinedIdentities joined) {
        this.accounts = accounts;
        this.identities = identities;
        this.joined = joined;
    }

    /** The person and the account are kept together, or neither is. */
    @Transactional
    public ProfileId signUp(Account account, String cookie) {
        ProfileId person = joined.current()
                .resolve(ResolveRequest.builder()
                        .userId(account.id())
                        .email(account.email())
                        .anonymousId(cookie)
                        .build())
                .profileId()
                .orElseThrow();
        accounts.insert(account, person);
        return person;
    }

    /** The person is kept whatever becomes of the account, so the request does not name the account. */
    @Transactional
    public ProfileId signUpSeparately(Account account, String cookie) {
        ProfileId person = identities
                .resolve(ResolveRequest.builder()
                        .email(account.email())
                        .anonymousId(cookie)
                        .build())
                .profileId()
                .orElseThrow();
        accounts.insert(account, person);
        return person;
    }
}
