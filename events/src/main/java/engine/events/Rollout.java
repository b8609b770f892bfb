package engine.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An event that goes from node to node, as decided so far. Whoever coordinates it asks for the {@link #next} state,
 * replaces the one kept by it, if that is still the one it was made of, and only then does what the decision says. So each
 * of several coordinators, one after the other or at once, can go on where another stopped.
 *
 * @param promoted the nodes after the canaries may start
 * @param nodes in the order in which they start; never fewer or others
 */
public record Rollout(String id, RolloutSpec spec, RolloutStatus status, boolean promoted, List<RolloutNode> nodes) {
    /** Nodes of one rollout. */
    public static final int MAX_NODES = 1_000;

    public Rollout {
        nodes = List.copyOf(nodes);
    }

    /**
     * A new one.
     *
     * @param nodes the meta of each node, by its name
     */
    public static Rollout of(String id, RolloutSpec spec, Map<String, Map<String, String>> nodes) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a rollout needs at least one node");
        }
        if (nodes.size() > MAX_NODES) {
            throw new IllegalArgumentException(
                    "a rollout has at most %d nodes, there are %d".formatted(MAX_NODES, nodes.size()));
        }
        var waiting = spec.order().arrange(nodes).stream().map(RolloutNode::waiting);
        return new Rollout(id, spec, RolloutStatus.RUNNING, false, waiting.toList());
    }

    /** Fire the event of this id for this node. Doing it again is harmless: a node handles an id once. */
    record Fire(String node, String eventId) {}

    /**
     * What comes next.
     *
     * @param fires what to do once the state is kept
     */
    record Decision(Rollout state, List<Fire> fires) {}

    /** All that can be decided by what is known now: asking again at the same moment changes nothing. */
    Decision next(Observation seen, Instant now) {
        var after = each(node -> node.observed(seen, spec, now)).judged();
        Rollout before;
        do {
            before = after;
            after = after.started(seen, now).judged();
        } while (!after.equals(before));
        return new Decision(after, after.firesSince(this));
    }

    /** What a new coordinator does first: all that the last one may have left undone. */
    List<Fire> fires() {
        return nodes.stream().flatMap(Rollout::fire).toList();
    }

    private List<Fire> firesSince(Rollout earlier) {
        return IntStream.range(0, nodes.size())
                .filter(i -> !nodes.get(i).eventId().equals(earlier.nodes.get(i).eventId()))
                .mapToObj(nodes::get)
                .flatMap(Rollout::fire)
                .toList();
    }

    /** When {@link #next} must be asked at the latest. */
    Optional<Instant> deadline() {
        return nodes.stream().flatMap(node -> node.deadline(spec).stream()).min(Instant::compareTo);
    }

    /** Whether it has ended and all of its nodes are over. */
    public boolean over() {
        return status.ended() && nodes.stream().allMatch(node -> node.step().over());
    }

    Rollout paused() {
        return each(RolloutNode::resting).to(RolloutStatus.PAUSED);
    }

    Rollout resumed() {
        boolean word = status == RolloutStatus.PAUSED_AFTER_CANARY;
        return new Rollout(id, spec, RolloutStatus.RUNNING, promoted || word, nodes);
    }

    Rollout aborted() {
        return ended(RolloutStatus.ABORTED, "aborted");
    }

    /** The word on the canaries holds only as long as none of them is tried again. */
    Rollout retried() {
        boolean holds = promoted && canaries().allMatch(RolloutNode::succeeded);
        return new Rollout(id, spec, RolloutStatus.RUNNING, holds, each(RolloutNode::again).nodes);
    }

    /** With the status that its nodes give it. */
    private Rollout judged() {
        if (status.ended()) {
            return this;
        }
        int failures = count(RolloutNode::failed);
        if (failures > spec.maxFailures()) {
            var why = "stopped: %d failed, max-failures is %d".formatted(failures, spec.maxFailures());
            return ended(RolloutStatus.FAILED, why);
        }
        if (nodes.stream().allMatch(node -> node.step().over())) {
            return to(RolloutStatus.SUCCEEDED);
        }
        if (status != RolloutStatus.RUNNING
                || promoted
                || !canaries().allMatch(node -> node.step().over())) {
            return this;
        }
        return spec.pause() || !canaries().allMatch(RolloutNode::succeeded)
                ? to(RolloutStatus.PAUSED_AFTER_CANARY)
                : new Rollout(id, spec, status, true, nodes);
    }

    /**
     * With those started whose turn it is and who are alive. When one has been waited for long enough, it fails and nothing else
     * happens: whether the others may start is to be judged anew.
     */
    private Rollout started(Observation seen, Instant now) {
        var further = new ArrayList<>(nodes);
        turn().filter(i -> !seen.alive(nodes.get(i).name()))
                .forEach(i -> further.set(i, nodes.get(i).absent(now)));
        var known = new Rollout(id, spec, status, promoted, further);
        if (known.count(RolloutNode::failed) == count(RolloutNode::failed)) {
            turn().filter(i -> seen.alive(nodes.get(i).name()))
                    .forEach(i -> further.set(i, nodes.get(i).started(id, now)));
        }
        return new Rollout(id, spec, status, promoted, further);
    }

    /**
     * Those whose turn it is, in order: within the group that has its turn, as many as there are places, beside those whose turn
     * came before.
     */
    private IntStream turn() {
        if (status != RolloutStatus.RUNNING) {
            return IntStream.empty();
        }
        int places =
                spec.maxParallel().of(nodes.size()) - count(node -> node.step().active());
        var group = IntStream.range(0, spec.groupEnd(firstNotOver(), nodes.size()))
                .boxed()
                .toList();
        var absent = group.stream().filter(i -> nodes.get(i).step() instanceof RolloutStep.Absent);
        var next = group.stream()
                .filter(i -> nodes.get(i).step() instanceof RolloutStep.Waiting)
                .limit(Math.max(0, places));
        return Stream.concat(absent, next).mapToInt(i -> i);
    }

    private int firstNotOver() {
        return IntStream.range(0, nodes.size())
                .filter(i -> !nodes.get(i).step().over())
                .findFirst()
                .orElse(0);
    }

    private Stream<RolloutNode> canaries() {
        return nodes.stream().limit(spec.canary());
    }

    private int count(Predicate<RolloutNode> which) {
        return Math.toIntExact(nodes.stream().filter(which).count());
    }

    private Rollout ended(RolloutStatus end, String why) {
        return each(node -> node.step().ahead() ? node.at(new RolloutStep.Skipped(why)) : node)
                .to(end);
    }

    private Rollout to(RolloutStatus next) {
        return new Rollout(id, spec, next, promoted, nodes);
    }

    private Rollout each(UnaryOperator<RolloutNode> change) {
        return new Rollout(
                id, spec, status, promoted, nodes.stream().map(change).toList());
    }

    private static Stream<Fire> fire(RolloutNode node) {
        return node.step() instanceof RolloutStep.Running
                ? Stream.of(new Fire(node.name(), node.eventId()))
                : Stream.empty();
    }
}
