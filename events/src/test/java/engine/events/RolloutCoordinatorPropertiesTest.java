package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;

/** Servers that lead one after the other, or believe so at once, and die between any two things that they do. */
final class RolloutCoordinatorPropertiesTest {
    private static final int SERVERS = 3;
    private static final int NODES = 6;
    private static final int LIMIT = 2;

    /** The log and the nodes, which are the same whoever leads. */
    private static final class World {
        final RolloutWorld nodes = new RolloutWorld();
        final Random random;
        final Map<String, Integer> runs = new HashMap<>();
        final Set<String> known = new HashSet<>();
        Coordination.Kept kept;

        World(long seed, RolloutSpec spec) {
            random = new Random(seed);
            kept = new Coordination.Kept(RolloutRetentionTest.record(RolloutSpecs.rollout(spec, NODES), nodes.now), 1);
        }

        boolean chance(int oneIn) {
            return random.nextInt(oneIn) == 0;
        }

        Rollout rollout() {
            return kept.record().rollout();
        }

        void reaches(Event event) {
            var node = event.nodeFilter().replaceAll("[\\^$]|\\\\[QE]", "");
            assertThat(rollout().nodes())
                    .as("what is fired was kept before")
                    .anyMatch(each -> each.name().equals(node) && each.eventId().equals(event.id()));
            if (known.add(event.id())) {
                runs.merge(node, 1, Integer::sum);
                nodes.fire(new Rollout.Fire(node, event.id()));
            }
        }
    }

    /** A server, with an answer that may be lost on every way. */
    private static final class Server implements Coordination {
        private final World world;
        boolean leads = true;
        BehaviorTestKit<RolloutCoordinator.Command> actor;
        private Kept seen;

        Server(World world) {
            this.world = world;
            this.seen = world.kept;
            this.actor = start();
        }

        BehaviorTestKit<RolloutCoordinator.Command> start() {
            return BehaviorTestKit.create(RolloutCoordinator.create(this, () -> world.nodes.now));
        }

        /** All that it does until something is there to wait for, or until it dies. */
        void looks() {
            actor.run(RolloutCoordinator.Tick.INSTANCE);
            while (actor.selfInbox().hasMessages()) {
                if (world.chance(12)) {
                    actor = start();
                    return;
                }
                actor.runOne();
            }
        }

        @Override
        public boolean leads() {
            return leads;
        }

        @Override
        public Collection<Kept> kept() {
            seen = world.chance(4) ? seen : world.kept;
            return List.of(seen);
        }

        @Override
        public CompletionStage<Boolean> replace(Kept kept, Optional<RolloutRecord> next) {
            var lost = world.chance(8);
            if (lost && world.random.nextBoolean()) {
                return CompletableFuture.failedStage(new IllegalStateException("no quorum"));
            }
            boolean held = kept.version() == world.kept.version();
            if (held) {
                world.kept = new Kept(next.orElseThrow(), kept.version() + 1);
            }
            return lost
                    ? CompletableFuture.failedStage(new IllegalStateException("the answer is lost"))
                    : CompletableFuture.completedStage(held);
        }

        @Override
        public boolean isKnown(String eventId) {
            return world.known.contains(eventId) && !world.chance(4);
        }

        @Override
        public CompletionStage<Done> fire(Event event) {
            if (world.chance(6)) {
                return CompletableFuture.failedStage(new IllegalStateException("not written"));
            }
            world.reaches(event);
            return world.chance(6)
                    ? CompletableFuture.failedStage(new IllegalStateException("the answer is lost"))
                    : CompletableFuture.completedStage(Done.getInstance());
        }

        @Override
        public long lamportTime() {
            return 1;
        }

        @Override
        public Observation seen() {
            return world.nodes;
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void everyNodeRunsOnceInOrderWithinTheLimitWhoeverDies(@ForAll long seed) {
        var world = new World(seed, RolloutSpecs.of(Integer.toString(LIMIT), 0));
        var servers = new ArrayList<Server>();
        for (int i = 0; i < SERVERS; i++) {
            servers.add(new Server(world));
        }
        var started = new ArrayList<String>();
        for (int i = 0; i < 400 && !world.rollout().over(); i++) {
            var server = servers.get(world.random.nextInt(SERVERS));
            switch (world.random.nextInt(8)) {
                case 0 -> server.leads = !server.leads;
                case 1 -> server.actor = server.start();
                case 2, 3 -> ends(world);
                default -> server.looks();
            }
            assertThat(world.nodes.running()).hasSizeLessThanOrEqualTo(LIMIT);
            for (var node : world.rollout().nodes()) {
                if (!node.eventId().isEmpty() && !started.contains(node.name())) {
                    started.add(node.name());
                }
            }
        }
        calm(world, servers.getFirst());

        assertThat(world.rollout().status()).isEqualTo(RolloutStatus.SUCCEEDED);
        assertThat(world.runs)
                .hasSize(NODES)
                .allSatisfy((_, runs) -> assertThat(runs).isEqualTo(1));
        assertThat(started).isSorted();
    }

    private static void ends(World world) {
        world.nodes.running().stream()
                .findFirst()
                .ifPresent(id -> world.nodes.ends(id, new Observation.Outcome.Succeeded()));
    }

    private static void calm(World world, Server server) {
        server.leads = true;
        for (int i = 0; i < 400 && !world.rollout().over(); i++) {
            server.looks();
            ends(world);
        }
    }

    @Example
    void whoDoesNotLeadDoesNothing() {
        var world = new World(1, RolloutSpecs.of("1", 0));
        var server = new Server(world);
        server.leads = false;
        server.looks();

        assertThat(world.kept.version()).isEqualTo(1);
        assertThat(world.runs).isEmpty();
    }

    @Example
    void anEventThatComesAfterTheRolloutGaveItUpRunsNothing() {
        var started = Instant.parse("2030-01-01T00:00:00Z");
        var rollout = RolloutSpecs.rollout(RolloutSpecs.of("1", 0), 1)
                .next(new RolloutWorld(), started)
                .state();
        var record = RolloutRetentionTest.record(rollout, started);
        var event = record.event(record.atWork().getFirst(), 3);

        assertThat(event.id()).isEqualTo(rollout.nodes().getFirst().eventId());
        assertThat(event.firedAt()).isEqualTo(started);
        assertThat(event.ttl()).isEqualTo(RolloutSpecs.TIMEOUT);
        assertThat(event.firedFrom()).isEqualTo("rollout " + rollout.id());
        assertThat(event.firedBy()).isEqualTo("server1");
        assertThat(event.filters().leaveOut("a", List.of(), Map.of())).isEmpty();
        assertThat(event.filters().leaveOut("aa", List.of(), Map.of())).isNotEmpty();
        assertThat(Duration.between(started, event.firedAt())).isZero();
    }
}
