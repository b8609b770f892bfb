package engine.events;

import java.time.Duration;
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
        OnCrash onCrash) {

    /** What names of the program's own events and triggers begin with. */
    public static final String RESERVED = "engine:";

    /** Runs of ad-hoc commands at once on a node; more wait. */
    private static final int REMOTE_AT_ONCE = 16;

    public Trigger {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a trigger needs a name");
        }
        if ((name.startsWith(RESERVED) || on.isReserved()) && !(action instanceof Action.Remote)) {
            throw new IllegalArgumentException(
                    "trigger '" + name + "': names that begin with " + RESERVED + " are reserved");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("trigger '" + name + "': timeout must be > 0, was " + timeout);
        }
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

    /** What runs ad-hoc commands on a node that allows some. */
    public static Trigger remoteExec(AllowedCommands allowed, Duration timeout) {
        return new Trigger(
                RemoteCommand.EVENT,
                new Source.UserEvent(RemoteCommand.EVENT),
                Where.ANYWHERE,
                new Action.Remote(allowed),
                timeout,
                new QueuePolicy.Parallel(REMOTE_AT_ONCE),
                Optional.empty(),
                Retry.NONE,
                OnCrash.REPORT);
    }

    /** What a trigger waits for. */
    public sealed interface Source {
        /** A user event of exactly this name. */
        record UserEvent(String name) implements Source {}

        /** Whether it is one of the program's own. */
        default boolean isReserved() {
            return this instanceof UserEvent(var name) && name.startsWith(RESERVED);
        }
    }

    /** What becomes of a run that the end of the agent cuts off. */
    public enum OnCrash {
        /** It is interrupted. */
        REPORT,
        /** It begins again when the agent is back. */
        RERUN
    }

    /** Whether it waits for an event. */
    boolean waitsFor(Event event) {
        return switch (on) {
            case Source.UserEvent(var wanted) -> wanted.equals(event.name());
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
