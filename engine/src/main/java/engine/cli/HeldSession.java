package engine.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A session of this process: made, renewed for as long as it is wanted, and destroyed at the end. */
final class HeldSession implements AutoCloseable {
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    private final Api api;
    private final String datacenter;
    private final String id;
    private final Duration margin;
    private final BiConsumer<String, String> lost;
    private final Thread renewing;
    private volatile Lease lease;
    private volatile boolean closed;

    private HeldSession(
            Api api, String datacenter, String id, Lease lease, Duration margin, BiConsumer<String, String> lost) {
        this.api = api;
        this.datacenter = datacenter;
        this.id = id;
        this.lease = lease;
        this.margin = margin;
        this.lost = lost;
        this.renewing = Thread.ofPlatform().daemon().name("renew").unstarted(this::renew);
    }

    /**
     * Makes a session on the agent's node.
     *
     * @param behavior what becomes of its keys at its end
     * @param margin how long before its end it counts as lost
     * @param lost told once, with its id and a reason, when it has ended or may end without having been renewed
     */
    static HeldSession create(
            Api api,
            String datacenter,
            String name,
            String behavior,
            Duration ttl,
            Duration margin,
            BiConsumer<String, String> lost) {
        var asked = new LinkedHashMap<String, @Nullable Object>();
        asked.put("Name", name);
        asked.put("TTL", ttl.toMillis() % 1000 == 0 ? ttl.toSeconds() + "s" : ttl.toMillis() + "ms");
        asked.put("Behavior", behavior);
        long sent = System.nanoTime();
        var target = Target.of("/v1/session/create").with("dc", datacenter);
        var id = Fields.of(Json.parse(api.put(target, JsonText.compact(asked)))).text("ID");
        if (id.isEmpty()) {
            throw new Failure("the agent at " + api.address() + " made no session.");
        }
        var session = new HeldSession(api, datacenter, id, new Lease(ttl, sent), margin, lost);
        session.renewing.start();
        return session;
    }

    String id() {
        return id;
    }

    private void renew() {
        try {
            var problem = "";
            while (!closed) {
                Thread.sleep(min(problem.isEmpty() ? lease.between() : RETRY, left()));
                var answer = left().isZero() ? problem : renewal();
                if (answer == null) {
                    end("its session was ended.");
                } else if (left().isZero()) {
                    end("its session may have ended" + (answer.isEmpty() ? "." : ": " + answer));
                } else {
                    problem = answer;
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void end(String why) {
        if (!closed) {
            closed = true;
            lost.accept(id, why);
        }
    }

    /** Empty when it is renewed, null when there is no such session, else why it could not be renewed now. */
    private @Nullable String renewal() {
        long sent = System.nanoTime();
        try {
            var reply = api.send("PUT", target("renew"), new byte[0], min(lease.between(), left()));
            if (reply.status() == 404) {
                return null;
            }
            api.expectOk(reply);
            lease = lease.renewed(sent);
            return "";
        } catch (Failure failure) {
            return failure.sentence();
        }
    }

    /** The time for which this session surely protects. */
    private Duration left() {
        var left = lease.left(System.nanoTime()).minus(margin);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Target target(String what) {
        return Target.of("/v1/session/" + what + "/").path(id).with("dc", datacenter);
    }

    /** Ends the session; one that cannot be ended now ends by itself. */
    @Override
    public void close() {
        closed = true;
        renewing.interrupt();
        try {
            api.expectOk(api.send("PUT", target("destroy"), new byte[0], LAST_WORD));
        } catch (Failure _) {
            // It ends when its time to live is over.
        }
    }
}
