package engine.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the messages between the logs of one test go through: ways can be cut, messages held. */
final class Network {
    private final Set<Way> cut = ConcurrentHashMap.newKeySet();
    private final List<Runnable> held = new ArrayList<>();
    private volatile Holding holding = (_, _, _) -> false;

    record Way(String from, String to) {}

    /** Which messages are kept back. */
    interface Holding {
        boolean holds(String from, String to, Wire message);
    }

    Road road(String from) {
        return (to, message, send) -> {
            if (holding.holds(from, to, message)) {
                synchronized (held) {
                    held.add(send);
                }
            } else if (!cut.contains(new Way(from, to))) {
                send.run();
            }
        };
    }

    void cut(String one, String other) {
        cutOneWay(one, other);
        cutOneWay(other, one);
    }

    void cutOneWay(String from, String to) {
        cut.add(new Way(from, to));
    }

    void heal(String one, String other) {
        cut.remove(new Way(one, other));
        cut.remove(new Way(other, one));
    }

    void heal() {
        cut.clear();
    }

    void hold(Holding which) {
        holding = which;
    }

    int held() {
        synchronized (held) {
            return held.size();
        }
    }

    /** What was held arrives now, and nothing is held any more. */
    void release() {
        holding = (_, _, _) -> false;
        synchronized (held) {
            held.forEach(Runnable::run);
            held.clear();
        }
    }
}
