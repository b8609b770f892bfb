package engine.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * One incarnation of a server as a member of a cluster, in the view of another.
 *
 * @param address host and port of its cluster system
 * @param uid which incarnation of that address
 * @param id its node id
 * @param name its node name
 * @param unreachable for how long it has been unreachable; empty when it is not
 */
public record ClusterMember(
        String address, long uid, String id, String name, Status status, Optional<Duration> unreachable) {

    /** Pekko's states of a member, in the order in which they are passed through. */
    public enum Status {
        JOINING,
        WEAKLY_UP,
        UP,
        LEAVING,
        EXITING,
        DOWN
    }

    /** Whether the failure detector of nobody says otherwise. */
    public boolean reachable() {
        return unreachable.isEmpty();
    }

    /** Whether all members had agreed that it is one, and it is not on its way out: one that counts for majorities. */
    boolean settled() {
        return status == Status.UP || status == Status.LEAVING;
    }

    /** Whether it takes part: it may not have been agreed on by all yet. */
    boolean active() {
        return settled() || status == Status.WEAKLY_UP;
    }

    /** Whether it was let in but not agreed on by all. */
    boolean entering() {
        return status == Status.JOINING || status == Status.WEAKLY_UP;
    }
}
