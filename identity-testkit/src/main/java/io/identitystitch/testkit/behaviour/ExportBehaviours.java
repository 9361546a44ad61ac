package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.ad;
import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.fingerprint;
import static io.identitystitch.testkit.behaviour.Scene.phone;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.Steward;
import io.identitystitch.model.ExportResult;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.IdentityPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A person as one document. */
abstract class ExportBehaviours extends BehaviourPart {
    ExportBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private static Steward steward(Scene scene) {
        return scene.identities.steward().as("alice");
    }

    private static String document(Scene scene, Identifier identifier) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(steward(scene).export(identifier, out)).isInstanceOf(ExportResult.Exported.class);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(JsonText.parse(text).json()).isEqualTo(text);
        return text;
    }

    @Test
    void everythingThatIsKeptOfAPersonIsWritten() throws IOException {
        Scene scene = scene(IdentityPolicy.defaults().toBuilder().evidenceRecognizes(true));
        scene.resolve(scene.request(anonymous("visitor-1")).touch(ad(scene.now(), "n\u00e9ws\n\"")));
        scene.seen(email("ann@x.org"));
        scene.resolve(scene.request(email("ann@x.org"), anonymous("visitor-1"), user("ann"), fingerprint("print-1"))
                .trait("plan", JsonText.parse("{\"name\": [1, null]}"))
                .context("ip", "203.0.113.7"));
        ProfileId bob = scene.seen(phone("+12025550100"), user("bob")).id();
        scene.passDays(1);
        scene.seen(phone("+12025550100"), user("ann"));
        steward(scene).changeIdentifier(email("ann@x.org"), email("ann@y.org"), "a new address");
        steward(scene).neverLink(bob, scene.who(user("ann")), "brother and sister");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportResult.Exported exported = (ExportResult.Exported) steward(scene).export(scene.who(user("ann")), out);
        assertThat(exported.profile()).isEqualTo(scene.who(user("ann")));
        assertThat(exported.rows())
                .containsEntry("profiles", 2L)
                .containsEntry("identifiers", 3L)
                .containsEntry("intervals", 1L)
                .containsEntry("traits", 1L)
                .containsEntry("touches", 1L)
                .containsEntry("evidence", 1L)
                .containsEntry("merges", 1L)
                .containsEntry("kept_apart", 1L)
                .containsEntry("conflicts", 1L)
                .containsEntry("acts", 2L)
                .containsEntry("backfills", 0L)
                .containsEntry("signals", 0L)
                .isEqualTo(store().reads().records(scene.tenant, exported.profile()));
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(JsonText.parse(text).json())
                .contains("\"profile\":\"" + exported.profile() + "\"", "\"known\":true", "\"locked\":false")
                .contains("\"value\":\"ann@x.org\"", "\"value\":\"ann@y.org\"", "\"value\":\"visitor-1\"")
                .contains("\"utm_source\":\"n\u00e9ws\\n\\\"\"", "\"value\":{\"name\": [1, null]}", "203.0.113.7")
                .contains("\"by\":\"alice\"", "a new address", "brother and sister", bob.toString())
                .doesNotContain("+12025550100");
    }

    @Test
    void whatThereIsNoneOfIsAnEmptyArray() throws IOException {
        Scene scene = scene(IdentityPolicy.leads());
        scene.seen(email("ann@x.org"));
        assertThat(document(scene, email("ann@x.org")))
                .startsWith("{\"tenant\":\"" + scene.tenant + "\",")
                .contains("\"traits\":[]", "\"touches\":[]", "\"merges\":[]", "\"conflicts\":[]")
                .endsWith("\"acts\":[],\"backfills\":[],\"signals\":[]}");
    }

    @Test
    void manyRecordsOfAKindAreAllWritten() throws IOException {
        Scene scene = scene();
        for (int i = 0; i < 300; i++) {
            scene.resolve(scene.request(email("ann@x.org"), anonymous("visitor-" + i))
                    .touch(ad(scene.now().plusMillis(i), "news-" + i)));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportResult.Exported exported = (ExportResult.Exported) steward(scene).export(email("ann@x.org"), out);
        assertThat(exported.rows()).containsEntry("touches", 300L).containsEntry("identifiers", 301L);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text.split("\"event_id\":", -1)).hasSize(301);
        assertThat(text.indexOf("news-299")).isGreaterThan(text.indexOf("news-0"));
    }

    @Test
    void nothingIsWrittenOfWhoIsUnknownOrErased() throws IOException {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org")).id();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(steward(scene).export(ProfileId.of(new UUID(0, 7)), out)).isEqualTo(new ExportResult.Unknown());
        assertThat(steward(scene).export(email("bob@x.org"), out)).isEqualTo(new ExportResult.Unknown());
        assertThat(steward(scene).export(email("not an address"), out)).isEqualTo(new ExportResult.Unknown());
        steward(scene).erase(ann, "asked for it");
        assertThat(steward(scene).export(ann, out))
                .isInstanceOfSatisfying(
                        ExportResult.Erased.class,
                        erased -> assertThat(erased.erasure().by()).isEqualTo("alice"));
        assertThat(out.size()).isZero();
        Scene elsewhere = scene();
        ProfileId bob = elsewhere.seen(email("bob@x.org")).id();
        assertThat(steward(scene).export(bob, out)).isEqualTo(new ExportResult.Unknown());
    }

    @Test
    void aStreamThatFailsIsTheCallersFailureAndNoOneElses() {
        Scene scene = scene();
        Resolution.Resolved ann =
                scene.resolved(scene.request(email("ann@x.org")).trait("plan", "pro"));
        IOException full = new IOException("the disk is full");
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw full;
            }
        };
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> steward(scene).export(ann.id(), broken)).isSameAs(full);
        }
        assertThat(scene.seen(email("ann@x.org"), user("ann")).id()).isEqualTo(ann.id());
        assertThat(scene.profile(ann.id()).strongest(IdentifierType.USER_ID)).hasValue("ann");
    }
}
