package engine.events;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A rollout as it is kept: how far it is, what is fired on its nodes, and who wanted that.
 *
 * @param event what is fired; its filters chose the nodes, and must still hold where it arrives
 * @param firedBy name of the agent that took it in
 * @param firedFrom address of the client that asked for it; empty where it is not known
 * @param changedAt when this was last kept
 */
public record RolloutRecord(
        Rollout rollout, EventRequest event, String firedBy, String firedFrom, Instant startedAt, Instant changedAt) {
    /** Before the id of the rollout, in the events that it fires: where they come from. */
    public static final String ORIGIN = "rollout ";

    /** For each of these its event is to be fired. An agent runs each once, however often it is fired. */
    List<RolloutNode> atWork() {
        return rollout.nodes().stream()
                .filter(node -> node.step() instanceof RolloutStep.Running)
                .toList();
    }

    /**
     * The event of a node that is at work. If it reaches the node after the rollout has given it up, it runs nothing there.
     *
     * @throws IllegalArgumentException for a node that is not at work
     */
    Event event(RolloutNode node, long lamportTime) {
        if (!(node.step() instanceof RolloutStep.Running(var since))) {
            throw new IllegalArgumentException(node.name() + " is not at work");
        }
        return new Event(
                node.eventId(),
                event.name(),
                event.payload(),
                exactly(node.name()),
                event.serviceFilter(),
                event.tagFilter(),
                lamportTime,
                since,
                firedBy,
                event.metaFilters(),
                ttl(),
                ORIGIN + rollout.id(),
                0);
    }

    private static String exactly(String node) {
        return "^" + Pattern.quote(node) + "$";
    }

    /** Whether an event is one node's part of a rollout, and that node another: then nobody waits for a word of this one. */
    public static boolean isForAnother(Event event, String node) {
        return event.firedFrom().startsWith(ORIGIN) && !event.nodeFilter().equals(exactly(node));
    }

    private Duration ttl() {
        var most = rollout.spec().timeout();
        return event.ttl().isZero() || event.ttl().compareTo(most) > 0 ? most : event.ttl();
    }

    /** The same, further on. */
    public RolloutRecord with(Rollout further, Instant now) {
        return new RolloutRecord(further, event, firedBy, firedFrom, startedAt, now);
    }
}
