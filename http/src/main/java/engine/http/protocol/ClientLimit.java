package engine.http.protocol;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the connections of each client. */
public final class ClientLimit {
    private final Map<InetAddress, Integer> connections = new ConcurrentHashMap<>();

    /** Counts one more; false, and nothing counted, where there would be more than {@code most}. 0: no limit. */
    public boolean enter(InetAddress client, int most) {
        var entered = new boolean[1];
        connections.compute(client, (_, count) -> {
            var present = count == null ? 0 : count;
            entered[0] = most == 0 || present < most;
            var next = entered[0] ? present + 1 : present;
            return next == 0 ? null : next;
        });
        return entered[0];
    }

    /** One that had entered is gone. */
    public void leave(InetAddress client) {
        connections.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }
}
