package engine.events;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Rollouts for tests. */
final class RolloutSpecs {
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private RolloutSpecs() {}

    static RolloutSpec of(String maxParallel, int maxFailures) {
        return new RolloutSpec(
                new RolloutOrder.ByName(),
                Share.parse(maxParallel),
                Optional.empty(),
                maxFailures,
                0,
                false,
                TIMEOUT,
                Optional.empty(),
                Duration.ZERO);
    }

    static RolloutSpec withBatch(RolloutSpec spec, String batch) {
        return new RolloutSpec(
                spec.order(),
                spec.maxParallel(),
                Optional.of(Share.parse(batch)),
                spec.maxFailures(),
                spec.canary(),
                spec.pause(),
                spec.timeout(),
                spec.untilHealthy(),
                spec.healthyFor());
    }

    static RolloutSpec withCanary(RolloutSpec spec, int canary, boolean pause) {
        return new RolloutSpec(
                spec.order(),
                spec.maxParallel(),
                spec.batch(),
                spec.maxFailures(),
                canary,
                pause,
                spec.timeout(),
                spec.untilHealthy(),
                spec.healthyFor());
    }

    static RolloutSpec untilHealthy(RolloutSpec spec, Duration within) {
        return new RolloutSpec(
                spec.order(),
                spec.maxParallel(),
                spec.batch(),
                spec.maxFailures(),
                spec.canary(),
                spec.pause(),
                spec.timeout(),
                Optional.of(within),
                Duration.ZERO);
    }

    static RolloutSpec untilHealthyFor(RolloutSpec spec, Duration within, Duration steadily) {
        return new RolloutSpec(
                spec.order(),
                spec.maxParallel(),
                spec.batch(),
                spec.maxFailures(),
                spec.canary(),
                spec.pause(),
                spec.timeout(),
                Optional.of(within),
                steadily);
    }

    /** Nodes a, b, c and so on, every second one in another zone. */
    static Rollout rollout(RolloutSpec spec, int nodes) {
        var named = new TreeMap<String, Map<String, String>>();
        IntStream.range(0, nodes)
                .forEach(i -> named.put(Character.toString('a' + i), Map.of("zone", Integer.toString(i % 2))));
        return Rollout.of("01a1fb23-17a0-7058-b195-4af3e1e2448e", spec, named);
    }

    static Arbitrary<Rollout> rollouts() {
        var shares = Arbitraries.of("1", "2", "3", "100", "1%", "34%", "100%").map(Share::parse);
        var orders = Arbitraries.of(
                new RolloutOrder.ByName(), new RolloutOrder.Spread("zone"), new RolloutOrder.Shuffled(7));
        var specs = Combinators.combine(
                        orders,
                        shares,
                        shares.optional(),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((order, parallel, batch, failures, canary, pause, healthy) -> new RolloutSpec(
                        order,
                        parallel,
                        batch,
                        failures,
                        canary,
                        pause && canary > 0,
                        TIMEOUT,
                        healthy ? Optional.of(TIMEOUT) : Optional.empty(),
                        Duration.ofSeconds(failures)));
        return Combinators.combine(specs, Arbitraries.integers().between(1, 9)).as(RolloutSpecs::rollout);
    }
}
