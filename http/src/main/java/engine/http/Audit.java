package engine.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The port to what was asked of nodes: events, commands and rollouts. */
public interface Audit {

    /** What was asked, newest first, by {@link Topic.History}. */
    Indexed<List<Entry>> entries(Search search);

    /**
     * Which entries are wanted; empty parts want all.
     *
     * @param kind event, exec, purge or rollout
     * @param since at this instant or later
     * @param limit no more of the newest
     */
    record Search(String kind, Optional<Instant> since, int limit) {}

    /**
     * Something that was asked of nodes.
     *
     * @param kind event, exec, purge or rollout
     * @param id of the event or the rollout; of a purge one of its own
     * @param by the agent that took it in
     * @param from address of the client that asked for it; empty where it is not known
     * @param what the name of the event, or the command
     * @param filters which nodes were meant, by the kind of the filter; none for all
     * @param nodes what came of it, by node
     * @param result open, succeeded, failed, or nothing where no node ran anything
     */
    record Entry(
            Instant time,
            String kind,
            String id,
            String by,
            String from,
            String what,
            SortedMap<String, String> filters,
            SortedMap<String, String> nodes,
            String result) {}
}
