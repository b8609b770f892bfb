package engine.proposal;

import engine.kv.Batch;
import engine.kv.KvChange;
import engine.kv.Operation;
import engine.kv.Outcome;
import engine.kv.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Servers, the network between them and time, in one thread and from one seed. Time is in microseconds. What must hold at each
 * step is checked as it happens; what must hold of the whole history is left to {@link Linearizability}.
 */
final class Simulation {
    static final long MILLI = 1_000;
    static final long SECOND = 1_000_000;

    /** Fewer microseconds a second than there are: how much the log's clock may be slower or faster. */
    private static final double DRIFT = 0.985;

    /** Ways to be wrong. */
    enum Mutation {
        NONE,
        ANSWER_BEFORE_COMMIT,
        READ_WITHOUT_BARRIER,
        RETRIES_FORGOTTEN,
        DONE_TOO_EARLY,
        WRONG_CLOCK
    }

    /** Something that must hold does not. */
    static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1L;

        Broken(String what) {
            super(what);
        }
    }

    private record Event(long at, long number, int server, int incarnation, Runnable effect) {}

    private record Applied(Batch batch, State after) {}

    /** A session's life as it was stamped. */
    private record Life(long renewedAt, long ttlMillis) {}

    final Random random;
    final Mutation mutation;
    final List<SimulatedServer> servers = new ArrayList<>();
    final List<Call> history = new ArrayList<>();
    /** Operations that somebody waits for. */
    final Set<Operation> pending = Collections.newSetFromMap(new IdentityHashMap<>());

    /** What was written without the majority. */
    final List<SimulatedServer.Over> alone = new ArrayList<>();

    private final Set<String> takenOver = new TreeSet<>();

    final IdentityHashMap<Batch, Long> stampedAt = new IdentityHashMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            (a, b) -> a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.number(), b.number()));
    private final int[][] cut;
    private final List<Runnable> held = new ArrayList<>();
    private final Map<Long, Applied> log = new HashMap<>();
    private final Map<String, Life> lives = new HashMap<>();
    private final List<String> trace = new ArrayList<>();
    private long now;
    private long sent;
    private long unique;
    /** Promille of messages that are lost. */
    int loss;
    /** Longest that a session lived beyond its time, in microseconds. */
    long latest;

    Simulation(long seed, int count, Mutation mutation) {
        this.random = new Random(seed);
        this.mutation = mutation;
        this.cut = new int[count][count];
        var voters = new TreeSet<Integer>();
        for (var i = 0; i < Math.min(count, random.nextBoolean() ? 3 : 5); i++) {
            voters.add(i);
        }
        for (var i = 0; i < count; i++) {
            servers.add(new SimulatedServer(this, i, voters));
        }
    }

    // Time

    long now() {
        return now;
    }

    String unique() {
        return "u" + ++unique;
    }

    /** Something that comes to pass at a server, unless it ends before. */
    void after(long delay, int server, Runnable effect) {
        events.add(new Event(now + delay, sent++, server, servers.get(server).incarnation, effect));
    }

    /** Something that comes to pass whatever happens. */
    void after(long delay, Runnable effect) {
        events.add(new Event(now + delay, sent++, -1, 0, effect));
    }

    void run(long duration) {
        runUntil(now + duration, () -> false);
    }

    /** @return whether it came to be so in time */
    boolean runUntil(long end, BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            var next = events.peek();
            if (next == null || next.at() > end) {
                now = end;
                return over.getAsBoolean();
            }
            events.remove();
            now = Math.max(now, next.at());
            if (next.server() < 0) {
                next.effect().run();
                continue;
            }
            var server = servers.get(next.server());
            if (!server.up || (next.incarnation() >= 0 && server.incarnation != next.incarnation())) {
                continue;
            }
            if (server.pausedUntil > now) {
                events.add(
                        new Event(server.pausedUntil, next.number(), next.server(), next.incarnation(), next.effect()));
            } else {
                next.effect().run();
            }
        }
        return true;
    }

    // The network

    SimulatedLog log(int server) {
        return servers.get(server).log;
    }

    void send(int from, int to, Runnable effect) {
        if (cut[from][to] == 1 || random.nextInt(1000) < loss) {
            return;
        }
        var times = random.nextInt(200) == 0 ? 2 : 1;
        for (var i = 0; i < times; i++) {
            Runnable arrive = () -> events.add(new Event(now + delay(), sent++, to, -1, effect));
            if (cut[from][to] == 2) {
                held.add(arrive);
            } else {
                arrive.run();
            }
        }
    }

    private long delay() {
        return switch (random.nextInt(100)) {
            case 0 -> random.nextInt((int) (2 * SECOND));
            case 1, 2, 3 -> random.nextInt((int) (100 * MILLI));
            default -> 100 + random.nextInt(900);
        };
    }

    /** From now on what {@code from} sends to {@code to} is lost, or comes when all is healed. */
    void cut(int from, int to, boolean hold) {
        if (from != to) {
            cut[from][to] = hold ? 2 : 1;
        }
    }

    /** All that was held back comes, in some order. */
    void heal() {
        for (var row : cut) {
            java.util.Arrays.fill(row, 0);
        }
        var all = List.copyOf(held);
        held.clear();
        all.forEach(Runnable::run);
    }

    boolean reaches(int from, int to) {
        return cut[from][to] == 0 && servers.get(to).up;
    }

    // What must hold

    void check(boolean holds, Supplier<String> what) {
        if (!holds) {
            throw new Broken(what.get());
        }
    }

    void trace(Supplier<String> what) {
        if (trace.size() > 400) {
            trace.subList(0, 200).clear();
        }
        trace.add(now / MILLI + " ms: " + what.get());
    }

    String trace() {
        return String.join("\n", trace);
    }

    /** A server has applied an entry. */
    void applied(int server, long index, Batch batch, engine.kv.Applied applied) {
        var known = log.get(index);
        if (known == null) {
            log.put(index, new Applied(batch, applied.after()));
            first(batch, applied);
            return;
        }
        check(same(known.batch(), batch), () -> "entry " + index + " is another one at server " + server);
        var same = index % 16 == 0
                ? known.after().equals(applied.after())
                : known.after().index() == applied.after().index()
                        && known.after().keys().equals(applied.after().keys());
        check(same, () -> "after entry " + index + " server " + server + " has another state");
    }

    @SuppressWarnings("ReferenceEquality") // batches go through the simulation as they are
    private static boolean same(Batch one, Batch other) {
        return one == other;
    }

    private void first(Batch batch, engine.kv.Applied applied) {
        var stamped = stampedAt.getOrDefault(batch, now);
        for (var i = 0; i < batch.commands().size(); i++) {
            var command = batch.commands().get(i);
            var outcome = applied.outcomes().get(i);
            check(
                    !(outcome instanceof Outcome.Forgotten) || !pending.contains(command.operation()),
                    () -> "somebody waits for " + command + ", which is forgotten");
            if (command.operation() instanceof Operation.RenewAllSessions) {
                lives.replaceAll((_, life) -> new Life(stamped, life.ttlMillis()));
            }
            // A repetition is told the same, and renews nothing.
            if (outcome instanceof Outcome.SessionRenewed(var session)
                    && session.renewedAt() == applied.after().millis()) {
                lives.put(session.id(), new Life(stamped, session.ttlMillis()));
            }
        }
        for (var change : applied.sessions()) {
            var session = change.session();
            if (!change.ended()) {
                lives.put(session.id(), new Life(stamped, session.ttlMillis()));
                continue;
            }
            var life = lives.remove(session.id());
            if (change.reason().contains("time to live") && life != null) {
                var lived = stamped - life.renewedAt();
                check(
                        lived >= life.ttlMillis() * MILLI * DRIFT - MILLI,
                        () -> "session " + session.id() + " of " + life.ttlMillis() + " ms ended after " + lived
                                + " us");
                latest = Math.max(latest, lived - life.ttlMillis() * MILLI * 11 / 10);
                var deletes = session.behavior() == engine.kv.Session.Behavior.DELETE;
                history.add(new Call(
                        "leader", stamped, now, new Call.EndSession(session.id(), deletes), new Call.Held(true)));
            }
        }
        for (var change : applied.changes()) {
            if (change.kind() == KvChange.Kind.TAKEN_OVER) {
                takenOver.add(
                        change.after() == null ? "" : change.after().value().utf8String());
                check(
                        change.before() == null
                                || change.before().modifyIndex() == basis(batch, change)
                                || change.before().writtenBy().startsWith("overlay"),
                        () -> "a write without majority overwrote a later one: " + change);
            }
        }
    }

    /** Each was taken over, or is a conflict, or a later one of its key came in its place. */
    void checkAlone(State last) {
        for (var write : alone) {
            check(
                    takenOver.contains(write.value())
                            || last.conflicts().all().stream()
                                    .anyMatch(conflict -> conflict.stamp().equals(write.stamp())
                                            && conflict.key().equals(write.key()))
                            || alone.stream()
                                    .anyMatch(other -> other.key().equals(write.key())
                                            && other.stamp().compareTo(write.stamp()) > 0),
                    () -> "a write without majority is lost: " + write);
        }
    }

    private static long basis(Batch batch, KvChange change) {
        return batch.commands().stream()
                .flatMap(command -> command.operation() instanceof Operation.TakeOver over
                                && over.key().equals(change.key())
                        ? java.util.stream.Stream.of(over.basedOn())
                        : java.util.stream.Stream.empty())
                .findFirst()
                .orElse(-1L);
    }

    /** A server has the state as it is after an entry. */
    void loaded(long index, State state) {
        var known = log.get(index);
        check(
                known == null || known.after().equals(state),
                () -> "the snapshot at " + index + " is not the state there");
    }
}
