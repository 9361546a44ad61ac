package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.phone;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Merge rules that are tried out beforehand. */
abstract class SimulationBehaviours extends BehaviourPart {
    SimulationBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    /** A month with every outcome in it. */
    private static List<ResolveRequest> month(Scene scene) {
        List<ResolveRequest> requests = new ArrayList<>();
        for (ResolveRequest.Builder next : List.of(
                scene.request(anonymous("phone")),
                scene.request(user("ann"), email("ann@x.org")),
                scene.request(user("ann"), anonymous("phone")),
                scene.request(user("ann"), anonymous("laptop")),
                scene.request(user("bob"), anonymous("phone"), phone("+12025550100")),
                scene.request(user("bob"), email("ann@x.org")),
                scene.request(user("bob"), email("ann@x.org")),
                scene.request(email("null")),
                scene.request(email("eve@x.org")),
                scene.request(email("eve@x.org"), phone("+12025550100")))) {
            requests.add(next.observedAt(scene.passDays(3).now()).build());
        }
        return requests;
    }

    @Test
    void aSimulationSaysWhatTheStoreAnswersAfterwards() {
        Scene scene = scene();
        List<ResolveRequest> month = month(scene);
        scene.store.reset();
        Simulation simulation = scene.identities.steward().simulate(month);
        assertThat(scene.store.loads()).isZero();
        assertThat(scene.store.commits()).isZero();
        List<Resolution> real = new ArrayList<>();
        for (ResolveRequest request : month) {
            scene.clock.set(request.observedAt());
            real.add(scene.identities.resolve(request));
        }
        assertThat(simulation.resolutions().stream().map(Resolution::outcome).toList())
                .isEqualTo(real.stream().map(Resolution::outcome).toList())
                .contains(Outcome.MERGED, Outcome.CONFLICT, Outcome.LINKED, Outcome.UNIDENTIFIED);
        assertThat(left(simulation.resolutions())).isEqualTo(left(real));
        assertThat(simulation.persons()).hasSize((int) real.stream()
                .flatMap(answer -> answer.profileId().stream())
                .map(id -> scene.profile(id).id())
                .distinct()
                .count());
    }

    private static List<List<IgnoredIdentifier>> left(List<Resolution> answers) {
        return answers.stream().map(Resolution::ignored).toList();
    }
}
