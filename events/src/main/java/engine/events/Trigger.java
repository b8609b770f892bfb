package engine.events;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something that is done on this node when something happens.
 *
 * @param name unique on its node
 * @param on what it waits for
 * @param where only nodes for which this holds run it
 * @param timeout of one attempt; a program's process group is killed after this
 * @param onCrash what becomes of a run that the end of the agent cuts off
 * @param once whether each node for which {@code where} holds runs it, or one of them
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
        Once once,
        Instant since) {

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

    /** A trigger for events of any time. */
    public Trigger(
            String name,
            Source on,
            Where where,
            Action action,
            Duration timeout,
            QueuePolicy queue,
            Optional<Debounce> debounce,
            Retry retry,
            OnCrash onCrash,
            Once once) {
        this(name, on, where, action, timeout, queue, debounce, retry, onCrash, once, Instant.MIN);
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
                OnCrash.REPORT,
                Once.PER_NODE);
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
                OnCrash.REPORT,
                Once.PER_NODE);
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

        /**
         * User events, handed over as Consul's watches do.
         *
         * @param name of them; empty for all
         */
        record WatchedEvents(String name) implements Source {}

        /**
         * A check of the catalog has another status. Empty parts match everything; names are exact.
         *
         * @param check id of the check
         * @param from the status before
         * @param to the status now
         * @param holding how long it stays so before it counts; zero for at once
         */
        record CheckStatus(String service, String node, String check, String from, String to, Duration holding)
                implements Source {}

        /**
         * An instance of a service comes, goes or has another health.
         *
         * @param tag only instances with this tag; empty for all
         */
        record Instances(String service, String tag, Set<InstanceChange> changes) implements Source {
            public Instances {
                changes = Set.copyOf(changes);
            }
        }

        /** What becomes of an instance of a service. */
        enum InstanceChange {
            COME,
            GO,
            HEALTH
        }

        /**
         * A key of the key-value store is changed.
         *
         * @param path a key, or what keys begin with
         * @param prefix which of the two
         * @param operations what was done, in the words of the history of keys; none for all
         */
        record Keys(String path, boolean prefix, Set<String> operations) implements Source {
            public Keys {
                operations = Set.copyOf(operations);
            }
        }

        /**
         * An agent joins, leaves, fails or is back.
         *
         * @param name of its node; empty for all
         */
        record Nodes(String name, Set<NodeChange> changes) implements Source {
            public Nodes {
                changes = Set.copyOf(changes);
            }
        }

        /** What becomes of an agent. */
        enum NodeChange {
            JOIN,
            LEAVE,
            FAIL,
            RETURN
        }

        /** The clock shows a time. */
        record Schedule(Cron cron, ZoneId zone) implements Source {}

        /**
         * An answer of the HTTP API differs from the one before: a watch, as Consul has it.
         *
         * @param type of the watch
         * @param path of the request, with its query
         */
        record Watch(WatchType type, String path) implements Source {}

        /** What a watch hands over of an answer. */
        enum WatchType {
            /** The only element of a list, or null. */
            KEY,
            /** All of it, or null. */
            PREFIX,
            /** All of it. */
            WHOLE
        }

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

    /** The same, which events that were fired before then do not run. */
    public Trigger since(Instant defined) {
        return new Trigger(name, on, where, action, timeout, queue, debounce, retry, onCrash, once, defined);
    }

    /** How often it runs for one event. */
    public enum Once {
        /** Once on each node. */
        PER_NODE,
        /** Once in the datacenter, on whichever of the nodes is the first to begin. */
        CLUSTER
    }

    /** Whether it waits for an event. */
    boolean waitsFor(Event event) {
        return switch (on) {
            case Source.UserEvent(var wanted) -> event.cause().isEmpty() && wanted.equals(event.name());
            case Source.WatchedEvents(var wanted) ->
                event.cause().isEmpty()
                        && (wanted.isEmpty() ? !event.name().startsWith(RESERVED) : wanted.equals(event.name()));
            case Source.Handled handled ->
                event.cause().isEmpty() && SerfEvent.sources(event).contains(handled);
            // What is seen for a trigger has its name.
            case Source.CheckStatus _,
                    Source.Instances _,
                    Source.Keys _,
                    Source.Nodes _,
                    Source.Schedule _,
                    Source.Watch _ -> event.cause().isPresent() && name.equals(event.name());
        };
    }

    /**
     * Which nodes run a trigger. Empty parts match everything; names are exact.
     *
     * @param service name of a service registered with the node's agent
     * @param tag a tag of that service
     * @param node name of the node
     * @param meta what the node's metadata says, by key
     */
    public record Where(String service, String tag, String node, Map<String, String> meta) {
        /** Every node. */
        public static final Where ANYWHERE = new Where("", "", "");

        public Where {
            meta = Map.copyOf(meta);
            if (!tag.isEmpty() && service.isEmpty()) {
                throw new IllegalArgumentException("where.tag needs where.service beside it");
            }
        }

        /** Nodes of any metadata. */
        public Where(String service, String tag, String node) {
            this(service, tag, node, Map.of());
        }
    }
}
