package engine.raft;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where the servers are, by the ids of their nodes. */
final class Addresses {
    private volatile Map<String, String> members = Map.of();
    /** What servers said of themselves: one may call before it is known here as a member. */
    private final Map<String, String> told = new ConcurrentHashMap<>();

    /** @param members {@code host:port} of the cluster systems */
    void members(Map<String, String> members) {
        this.members = Map.copyOf(members);
    }

    Map<String, String> members() {
        return members;
    }

    void told(String node, String address) {
        told.put(node, address);
    }

    Optional<String> of(String node) {
        @Nullable String member = members.get(node);
        return Optional.ofNullable(member != null ? member : told.get(node));
    }
}
