package engine.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** The port to rollouts: events that go from node to node. Writes fail with {@link Refusal}. */
public interface Rollouts {

    /** Starts one on all nodes that its filters match now. */
    CompletionStage<Rollout> start(Start start, Context context);

    /** Those that are kept, newest first, by {@link Topic.Rollouts}. */
    Indexed<List<Rollout>> list();

    /** One of them, by {@link Topic.Rollouts}. */
    Indexed<Optional<Rollout>> get(String id);

    /** Tells one something; it as it is then. */
    CompletionStage<Rollout> tell(String id, Verb verb, Context context);

    /** What a rollout can be told. */
    enum Verb {
        PAUSE,
        RESUME,
        ABORT,
        RETRY
    }

    /** What is done on each node. */
    sealed interface Work {
        /** An event is fired. */
        record Fire(UserEvents.Firing firing) implements Work {}

        /** A command is run. */
        record Run(UserEvents.Exec exec) implements Work {}
    }

    /** A rollout to be started, as its request says it: whoever starts it checks that. */
    record Start(Work work, Plan plan) {}

    /**
     * How it goes from node to node. Empty parts are as usual.
     *
     * @param order {@code name}, {@code random} or {@code spread:KEY}
     * @param maxParallel a number of nodes, or a percentage
     * @param batch likewise
     */
    record Plan(
            String order,
            String maxParallel,
            String batch,
            int maxFailures,
            int canary,
            boolean pause,
            Optional<Duration> timeout,
            boolean untilHealthy,
            Optional<Duration> healthyTimeout,
            Optional<Duration> healthyFor) {}

    /**
     * A rollout.
     *
     * @param command what it runs; empty where it fires an event
     * @param status running, paused, paused-after-canary, succeeded, failed or aborted
     * @param over nothing more happens by itself
     * @param plan how it goes from node to node, by the name of the parameter
     * @param firedBy the agent that took it in
     * @param firedFrom address of the client that started it; empty where it is not known
     * @param nodes in their order
     */
    record Rollout(
            String id,
            String event,
            String command,
            String status,
            boolean over,
            Map<String, String> plan,
            String firedBy,
            String firedFrom,
            Instant startedAt,
            Instant changedAt,
            List<Node> nodes) {

        /** How many nodes stand how. */
        SortedMap<String, Long> counts() {
            var counts = new TreeMap<String, Long>();
            nodes.forEach(node -> counts.merge(node.status(), 1L, Long::sum));
            return counts;
        }
    }

    /**
     * A node of a rollout.
     *
     * @param status waiting, absent, running, awaiting-health, succeeded, failed or skipped
     * @param attempt from 1; each retry is another
     * @param eventId the event that was fired for it; empty while none was
     * @param reason why it failed, or never started; empty otherwise
     * @param since when it came to stand so; empty where nothing has happened yet
     */
    record Node(String name, String status, int attempt, String eventId, String reason, Optional<Instant> since) {}
}
