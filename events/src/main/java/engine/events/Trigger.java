package engine.events;

import java.time.Duration;
import java.util.List;

/**
 * A program that runs on this node when something happens.
 *
 * @param name unique on its node
 * @param on what it waits for
 * @param where only nodes for which this holds run it
 * @param run program and arguments; a shell line is {@code ["/bin/sh", "-c", line]}
 * @param timeout the program's process group is killed after this
 */
public record Trigger(String name, Source on, Where where, List<String> run, Duration timeout) {

    public Trigger {
        run = List.copyOf(run);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a trigger needs a name");
        }
        if (run.isEmpty() || run.getFirst().isBlank()) {
            throw new IllegalArgumentException("trigger '" + name + "' needs a program to run");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("trigger '" + name + "': timeout must be > 0, was " + timeout);
        }
    }

    /** What a trigger waits for. */
    public sealed interface Source {
        /** A user event of exactly this name. */
        record UserEvent(String name) implements Source {}
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
