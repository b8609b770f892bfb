package cluster;

import static cluster.KvCall.deleting;
import static cluster.KvCall.ifAbsent;
import static cluster.KvCall.ifAt;
import static cluster.KvCall.ifHeld;
import static cluster.KvCall.locking;
import static cluster.KvCall.reading;
import static cluster.KvCall.setting;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.random.RandomGenerator;

/** One client with one call at a time, at any of the agents, on the few keys that all clients have in common at the time. */
final class KvClient implements Runnable {
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final int PAUSE_MILLIS = 12;
    /** Calls between two changes of the agent, where it answers. */
    private static final int STAY = 20;

    private final String name;
    private final List<Node> nodes;
    private final RandomGenerator random;
    private final History history;
    private final Eras eras;
    private final BlockingQueue<String> wrong;

    private Node at;
    private long era = -1;
    private String session;
    private int values;
    /** What it was told last of the index of each key. */
    private final Map<String, Long> indexes = new HashMap<>();

    /** @param wrong where answers go that there must not be */
    KvClient(String name, List<Node> nodes, RandomGenerator random, History history, Eras eras, BlockingQueue<String> wrong) {
        this.name = name;
        this.nodes = nodes;
        this.random = random;
        this.history = history;
        this.eras = eras;
        this.wrong = wrong;
        at = any();
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (era != eras.now()) {
                    leave();
                    era = eras.now();
                }
                var call = next();
                if (call != null) {
                    call(call);
                }
                Thread.sleep(random.nextInt(PAUSE_MILLIS));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            wrong.add(name + " ended with " + e);
        }
    }

    /** Does it and writes it down; true when it was answered. */
    boolean call(KvCall call) {
        var invoked = history.now();
        var answer = call.send().to(at.http(), TIMEOUT);
        var told = call.answers().of(answer);
        if (told != null) {
            history.answered(name, invoked, call.request(), told);
            note(call, told);
            at = random.nextInt(STAY) == 0 ? any() : at;
            return true;
        }
        if (answer.status() >= 400 && answer.status() < 500) {
            wrong.add(at + " answered " + call.request() + " with " + answer.status() + " " + Watch.shortened(answer.body()));
        }
        if (call.writes() && !answer.unsent() && !answer.body().contains("Nothing was written")) {
            history.unanswered(name, invoked, call.request());
        }
        at = any();
        return false;
    }

    private Node any() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** Keeps what the answer says of the key's index, for conditions. */
    private void note(KvCall call, String told) {
        if (call.request().startsWith("{\"op\":\"get\"")) {
            var found = Json.object(Json.parse(told)).get("index");
            indexes.put(Json.object(Json.parse(call.request())).get("key").toString(), found == null ? 0 : Long.parseLong(found.toString()));
        }
    }

    private void leave() {
        if (session != null) {
            call(KvCall.end(session));
            session = null;
        }
        indexes.clear();
    }

    private KvCall next() {
        var a = eras.key(era, random.nextInt(2));
        var index = indexes.getOrDefault(a, 0L);
        var dice = random.nextInt(100);
        if (dice < 30) {
            return KvCall.get(eras.key(era, random.nextInt(Eras.KEYS)));
        }
        if (dice < 45) {
            return KvCall.put(a, value());
        }
        if (dice < 60) {
            return KvCall.cas(a, value(), index);
        }
        if (dice < 66) {
            return index == 0 ? KvCall.delete(a) : KvCall.deleteCas(a, index);
        }
        if (dice < 82) {
            return locked();
        }
        return transaction();
    }

    /** What locks consist of: the session is made with the first of them. Null when it could not be. */
    private KvCall locked() {
        if (session == null && !join()) {
            return null;
        }
        var key = eras.key(era, Eras.LOCK);
        return switch (random.nextInt(7)) {
            case 0, 1, 2 -> KvCall.acquire(key, value(), session);
            case 3, 4, 5 -> KvCall.release(key, value(), session);
            default -> {
                var ended = session;
                session = null;
                yield KvCall.end(ended);
            }
        };
    }

    private boolean join() {
        // Half of the sessions end with their node, as the server that leads sees it.
        var bound = random.nextBoolean();
        var invoked = history.now();
        var answer = at.http().put("/v1/session/create", bound ? "{\"LockDelay\":\"0s\"}" : "{\"LockDelay\":\"0s\",\"NodeChecks\":[]}", TIMEOUT);
        if (!answer.ok()) {
            at = any();
            return false;
        }
        session = Json.object(answer.json()).get("ID").toString();
        if (bound) {
            history.unanswered("leader", invoked, KvCall.ended(session));
        }
        return true;
    }

    private KvCall transaction() {
        var first = random.nextInt(2);
        var a = eras.key(era, first);
        var b = eras.key(era, 1 - first);
        var value = value();
        return switch (random.nextInt(8)) {
            case 0, 1 -> KvCall.transaction(reading(a), reading(b));
            case 2 -> KvCall.transaction(setting(a, value), setting(b, value));
            case 3 -> KvCall.transaction(ifAt(a, Math.max(1, indexes.getOrDefault(a, 1L))), setting(b, value));
            case 4 -> KvCall.transaction(setting(a, value, indexes.getOrDefault(a, 0L)), setting(b, value, indexes.getOrDefault(b, 0L)));
            case 5 -> KvCall.transaction(reading(a), reading(b), setting(a, value), deleting(b));
            case 6 -> KvCall.transaction(ifAbsent(a), setting(a, value), setting(b, value));
            default -> session == null
                    ? KvCall.transaction(deleting(a), setting(b, value))
                    : random.nextBoolean()
                            ? KvCall.transaction(locking(eras.key(era, Eras.LOCK), value, session), setting(a, value))
                            : KvCall.transaction(ifHeld(eras.key(era, Eras.LOCK), session), setting(a, value), deleting(b));
        };
    }

    private String value() {
        return name + "-" + ++values;
    }
}
