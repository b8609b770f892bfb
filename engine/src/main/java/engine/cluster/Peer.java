package engine.cluster;

import java.util.Locale;

/**
 * A server and where it is asked.
 *
 * @param id the node id
 * @param name the node name
 * @param agent host and port of its agent port, {@code 10.0.0.1:8301} or {@code [::1]:8301}; empty where it is not known
 */
public record Peer(String id, String name, String agent) {

    /** Node names are the same whatever their case. */
    static boolean sameName(String one, String other) {
        return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
