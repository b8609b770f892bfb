package engine.clients;

import engine.clients.RecipeClient.Behavior;
import engine.clients.RecipeClient.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** One who wants to lead, until it is closed: the recipe of leader election. */
final class Candidate implements AutoCloseable {
    private static final Duration TTL = Duration.ofSeconds(10);

    /** How long a query waits: so often the session is renewed. */
    private static final Duration RENEWAL = TTL.dividedBy(3);

    /** How often a lock is tried that nobody has and that cannot be taken yet. */
    private static final Duration RETRY = Duration.ofMillis(50);

    /** That somebody was elected. */
    record Term(String name, String session, Instant since) {}

    private final RecipeClient client;
    private final String key;
    private final String name;
    private final Duration lockDelay;
    private final Queue<Term> terms;
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private volatile String session = "";
    private volatile boolean leading;
    private volatile boolean closed;

    /** @param terms where it says that it was elected */
    Candidate(RecipeClient client, String key, String name, Duration lockDelay, Queue<Term> terms) {
        this.client = client;
        this.key = key;
        this.name = name;
        this.lockDelay = lockDelay;
        this.terms = terms;
        thread.execute(this::run);
    }

    boolean isLeading() {
        return leading;
    }

    private void run() {
        while (!closed) {
            try {
                session = client.createSession(name, TTL, lockDelay, Behavior.RELEASE);
                campaign();
            } catch (RuntimeException e) {
                leading = false; // the session has ended, or the agent is gone: begin anew
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private void campaign() {
        while (!closed) {
            if (client.acquire(key, name, session)) {
                terms.add(new Term(name, session, Instant.now()));
                leading = true;
                awaitHolder(session, false);
                leading = false;
            } else {
                awaitHolder("", true);
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    /** Waits until a session holds the key, or no more; fails when our own has ended. */
    private void awaitHolder(String holder, boolean wanted) {
        var found = client.read(key, 0, RENEWAL);
        while (!closed && holder.equals(holder(found)) != wanted) {
            client.renew(session);
            found = client.read(key, found.index(), RENEWAL);
        }
    }

    private String holder(RecipeClient.Found found) {
        return found.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .map(Entry::session)
                .findAny()
                .orElse("");
    }

    /** Gives the lock back, so that another one can take it at once. */
    @Override
    public void close() {
        closed = true;
        if (leading) {
            client.release(key, session);
        }
        client.destroy(session);
        thread.shutdownNow();
        thread.close();
    }
}
