package engine.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** The port to user events and what was run for them. */
public interface UserEvents {

    /**
     * Fires an event, unless one with its key was fired within its window: then that one is the answer. Its filters are whatever a
     * request said: who fires checks them. Fails with {@link Refusal}.
     */
    CompletionStage<Fired> fire(Firing firing, Context context);

    /** Has nodes run a command, as an event of its own kind, if they allow it. Fails with {@link Refusal}. */
    CompletionStage<Event> exec(Exec exec, Context context);

    /** The latest events, oldest first, by {@link Topic.Events}. */
    Indexed<List<Event>> list();

    /**
     * The agents that an event with such filters would concern, as the catalog has them, in order of their names. Throws a
     * {@link Refusal} for filters that are none.
     */
    List<Concerned> match(Filters filters);

    /** What the nodes did about an event, by {@link Topic.Runs}; empty for an event that is not known (any more). */
    Indexed<Optional<Runs>> runs(String eventId);

    /** The events that are kept, with what came of them, newest first, by {@link Topic.History}. */
    Indexed<List<Past>> history(Search search);

    /** Deletes events of the log with all that came of them, but what is not over. Fails with {@link Refusal}. */
    CompletionStage<Purged> purge(Search search, Context context);

    /**
     * @param events how many are deleted
     * @param kept how many were meant too and stay: they are not over
     */
    record Purged(int events, int kept) {}

    /**
     * Which nodes an event is for: regular expressions, empty for all.
     *
     * @param meta by the key in the metadata of nodes
     */
    record Filters(String node, String service, String tag, Map<String, String> meta) {}

    /** An agent that an event concerns; one that is not alive hears of it when it is back. */
    record Concerned(String node, boolean alive) {}

    /**
     * @param ttl empty where nothing is said: then as configured
     * @param key as its request says it: whoever fires it checks that
     */
    record Firing(
            String name, ByteString payload, Filters filters, Optional<Duration> ttl, Optional<DeduplicationKey> key) {

        /** An event without a key. */
        public Firing(String name, ByteString payload, Filters filters, Optional<Duration> ttl) {
            this(name, payload, filters, ttl, Optional.empty());
        }
    }

    /**
     * Of the events of a name with the same key only one is fired within the window.
     *
     * @param window empty for the usual one
     */
    record DeduplicationKey(String text, Optional<Duration> window) {}

    /** @param duplicate whether the event is one that was fired before, and none was fired now */
    record Fired(Event event, boolean duplicate) {}

    /**
     * A command to be run on nodes, as its request says it: whoever fires it checks that.
     *
     * @param command the program and its arguments, or one line for the shell
     * @param timeout after which it is killed; empty for that of the node
     */
    record Exec(List<String> command, boolean shell, Optional<Duration> timeout, Filters filters) {}

    /**
     * A user event.
     *
     * @param ttl zero for no limit
     * @param firedBy the agent that took it in
     * @param firedFrom address of the client that fired it; empty where it is not known
     * @param cause in words, what a node saw happen for one of its triggers; empty for an event that was fired
     * @param key of events with the same name and key only one is fired within the window; empty for none
     */
    record Event(
            String id,
            String name,
            ByteString payload,
            String nodeFilter,
            String serviceFilter,
            String tagFilter,
            long lamportTime,
            Instant firedAt,
            String firedBy,
            Map<String, String> metaFilters,
            Duration ttl,
            String firedFrom,
            String cause,
            String key,
            Duration keyWindow) {

        /** An event of which nothing more is said. */
        public Event(
                String id,
                String name,
                ByteString payload,
                String nodeFilter,
                String serviceFilter,
                String tagFilter,
                long lamportTime,
                Instant firedAt,
                String firedBy) {
            this(
                    id,
                    name,
                    payload,
                    nodeFilter,
                    serviceFilter,
                    tagFilter,
                    lamportTime,
                    firedAt,
                    firedBy,
                    Map.of(),
                    Duration.ZERO,
                    "",
                    "",
                    "",
                    Duration.ZERO);
        }
    }

    /**
     * Which events of the log are wanted; empty parts want all.
     *
     * @param name exactly
     * @param since fired at this instant or later
     * @param before fired before this instant
     * @param beforeId whose id is less: ids sort by time
     * @param after whose logical time is greater
     * @param node that has told of the event
     * @param status that one of its runs has
     * @param limit no more of the newest
     */
    record Search(
            String name,
            Optional<Instant> since,
            Optional<Instant> before,
            String beforeId,
            long after,
            String node,
            String status,
            int limit) {

        /** Of any time up to now. */
        public Search(String name, Optional<Instant> since, String node, String status, int limit) {
            this(name, since, Optional.empty(), "", 0, node, status, limit);
        }
    }

    /**
     * An event of the log.
     *
     * @param nodes how many nodes have told of it
     * @param runs how many of its runs have a status, by status
     */
    record Past(Event event, int nodes, SortedMap<String, Integer> runs) {}

    /**
     * What the nodes did about an event.
     *
     * @param complete every node has told, and every run is over
     * @param waiting the nodes that are there and have not told
     */
    record Runs(Event event, boolean complete, List<Receipt> receipts, List<Run> runs, List<String> waiting) {

        /** Every node has told. */
        public Runs(Event event, boolean complete, List<Receipt> receipts, List<Run> runs) {
            this(event, complete, receipts, runs, List.of());
        }
    }

    /** A node's word on how many triggers it runs for an event, and why none. */
    record Receipt(String node, int triggers, String reason) {}

    /**
     * One execution of a trigger; {@code status} is queued, running, succeeded, failed, timed-out, skipped, interrupted or
     * elsewhere.
     *
     * @param output the last of what it printed, so far
     * @param dropped bytes before that
     */
    record Run(
            String node,
            String trigger,
            String status,
            OptionalInt exitCode,
            String output,
            String reason,
            Instant queuedAt,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            long dropped) {}
}
