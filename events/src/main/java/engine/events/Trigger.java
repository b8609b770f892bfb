package engine.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that is done on this node when something happens.
 *
 * @param name unique on its node
 * @param on what it waits for
 * @param where only nodes for which this holds run it
 * @param timeout of one attempt; a program's process group is killed after this
 * @param onCrash what becomes of a run that the end of the agent cuts off
 * @param since events that were fired before do not run it
 */
public record Trigger(
        String name,
        Source on,
        Where where,
        Action action,
        Duration timeout,
        QueuePolicy queue,
        Optional<Debounce> debounce,
        Retry retry,
        OnCrash onCrash,
        Instant since) {

    public Trigger {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a trigger needs a name");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("trigger '" + name + "': timeout must be > 0, was " + timeout);
        }
    }

    /** A trigger that runs for events of any time. */
    public Trigger(
            String name,
            Source on,
            Where where,
            Action action,
            Duration timeout,
            QueuePolicy queue,
            Optional<Debounce> debounce,
            Retry retry,
            OnCrash onCrash) {
        this(name, on, where, action, timeout, queue, debounce, retry, onCrash, Instant.MIN);
    }

    /** A trigger that runs a program, one run after another, each tried once. */
    public Trigger(String name, Source on, Where where, List<String> command, Duration timeout) {
        this(
                name,
                on,
                where,
                Action.Program.of(command),
                timeout,
                new QueuePolicy.Serial(),
                Optional.empty(),
                Retry.NONE,
                OnCrash.REPORT);
    }

    /** What a trigger waits for. */
    public sealed interface Source {
        /** A user event of exactly this name. */
        record UserEvent(String name) implements Source {}

        /**
         * User events, or queries, handed over as Serf does to its event handlers.
         *
         * @param name of them, of a query without {@link SerfEvent#QUERY}; empty for all
         */
        record Handled(boolean queries, String name) implements Source {}
    }

    /** What becomes of a run that the end of the agent cuts off. */
    public enum OnCrash {
        /** It is interrupted. */
        REPORT,
        /** It begins again when the agent is back. */
        RERUN
    }

    /** The same, which events that were fired before then do not run. */
    public Trigger since(Instant defined) {
        return new Trigger(name, on, where, action, timeout, queue, debounce, retry, onCrash, defined);
    }

    /** Whether it waits for an event. */
    boolean waitsFor(Event event) {
        return switch (on) {
            case Source.UserEvent(var wanted) -> wanted.equals(event.name());
            case Source.Handled handled -> SerfEvent.sources(event).contains(handled);
        };
    }

    /**
     * Which nodes run a trigger. Empty parts match everything; names are exact.
     *
     * @param service name of a service registered with the node's agent
     * @param tag a tag of that service
     * @param node name of the node
     */
    public record Where(String service, String tag, String node) {
        /** Every node. */
        public static final Where ANYWHERE = new Where("", "", "");

        public Where {
            if (!tag.isEmpty() && service.isEmpty()) {
                throw new IllegalArgumentException("where.tag needs where.service beside it");
            }
        }
    }
}
