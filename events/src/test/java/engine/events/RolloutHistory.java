package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A rollout under three coordinators at once, each with its own, often old, copy of the state, that die between any two
 * things they do. All that happens is drawn from one seed; {@link RolloutRules} look at every state that is kept.
 */
final class RolloutHistory {
    private static final int COORDINATORS = 3;
    private static final List<RolloutVerb> VERBS = List.of(RolloutVerb.values());

    private final Random random;
    final RolloutWorld world = new RolloutWorld();
    private final RolloutRules rules;
    private final List<Rollout> copies = new ArrayList<>();
    Rollout kept;

    RolloutHistory(Rollout first, long seed) {
        kept = first;
        random = new Random(seed);
        rules = new RolloutRules(world, first);
        for (int i = 0; i < COORDINATORS; i++) {
            copies.add(first);
        }
    }

    void somethingHappens() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> decides(random.nextInt(COORDINATORS), random.nextInt(4) > 0);
            case 4 -> takesOver(random.nextInt(COORDINATORS));
            case 5 -> repeats(random.nextInt(COORDINATORS));
            case 6, 7, 8 -> aRunEnds();
            case 9 -> aNodeChanges();
            case 10 -> world.timePasses(Duration.ofSeconds(random.nextInt(20)));
            default -> told(VERBS.get(random.nextInt(VERBS.size())));
        }
    }

    /** Only the decision made of the state that is kept is kept in turn. One who dies then fires only some of it. */
    private void decides(int coordinator, boolean survives) {
        var copy = copies.get(coordinator);
        var decision = copy.next(world, world.now);
        if (!copy.equals(kept)) {
            copies.set(coordinator, kept);
            return;
        }
        assertThat(decision.state().next(world, world.now))
                .as("asking again")
                .isEqualTo(new Rollout.Decision(decision.state(), List.of()));
        kept = decision.state();
        copies.set(coordinator, kept);
        rules.decided(kept, decision.fires());
        assertThat(kept.fires()).containsAll(decision.fires());
        decision.fires().stream().filter(_ -> survives || random.nextBoolean()).forEach(world::fire);
    }

    private void takesOver(int coordinator) {
        copies.set(coordinator, kept);
        kept.fires().forEach(world::fire);
    }

    /** One who does not know that another has taken over. */
    private void repeats(int coordinator) {
        copies.get(coordinator).fires().forEach(world::fire);
    }

    private void aRunEnds() {
        var running = world.running();
        if (!running.isEmpty()) {
            var outcome = switch (random.nextInt(8)) {
                case 0 -> new Observation.Outcome.Failed("deploy: exit code 1");
                case 1 -> new Observation.Outcome.Unmatched("no trigger for event 'deploy'");
                default -> new Observation.Outcome.Succeeded();
            };
            world.ends(running.get(random.nextInt(running.size())), outcome);
        }
    }

    private void aNodeChanges() {
        var node = kept.nodes().get(random.nextInt(kept.nodes().size())).name();
        switch (random.nextInt(5)) {
            case 0 -> world.dies(node);
            case 1, 2 -> world.returns(node);
            case 3 -> world.failsChecks(node);
            default -> world.passesChecks(node);
        }
    }

    void told(RolloutVerb verb) {
        if (verb.tell(kept) instanceof RolloutVerb.Answer.Accepted(var state)) {
            kept = state;
            rules.told(verb, kept);
            assertThat(verb == RolloutVerb.RETRY || verb.tell(kept).equals(new RolloutVerb.Answer.Accepted(kept)))
                    .as("told %s twice", verb)
                    .isTrue();
        }
    }

    /** From here on nothing goes wrong, and the operator lets it go on. */
    void calmsDown() {
        for (var node : kept.nodes()) {
            world.returns(node.name());
            world.passesChecks(node.name());
        }
        told(RolloutVerb.RESUME);
        takesOver(0);
        world.running().forEach(id -> world.ends(id, new Observation.Outcome.Succeeded()));
        world.timePasses(kept.spec().healthyFor());
        decides(0, true);
    }

    /** Nothing is heard of the nodes any more: time passes alone. */
    void fallsSilent() {
        told(RolloutVerb.RESUME);
        copies.set(0, kept);
        kept.deadline().ifPresent(deadline -> world.now = deadline.isAfter(world.now) ? deadline : world.now);
        decides(0, true);
    }
}
