package engine.proposal;

import engine.kv.Batch;
import engine.kv.BatchCodec;
import engine.kv.Command;
import engine.kv.Operation;
import engine.kv.Origin;
import engine.kv.Outcome;
import engine.kv.SnapshotReader;
import engine.kv.SnapshotWriter;
import engine.kv.State;
import engine.raft.Fate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.util.ByteString;

/** One simulated server: its log, its state, what readers of it see, its proposals and its clocks. */
final class SimulatedServer implements World {
    private static final long MILLI = Simulation.MILLI;
    private static final int DIGITS = 20;

    /** The process of a server ended while somebody waited. */
    static final class Crashed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A write without the majority. */
    record Over(String key, String value, long basedOn, String stamp) {}

    final int number;
    final SimulatedLog log;
    boolean up = true;
    int incarnation;
    long pausedUntil;
    /** How far its clock of the day is ahead, in microseconds. */
    long skew;

    final Map<String, Over> overlay = new TreeMap<>();
    /** Greatest time of a stamp made or seen here. */
    private long stampClock;

    private final Simulation sim;
    private final List<CompletableFuture<?>> open = new ArrayList<>();
    private Proposing proposing;
    private State applied = State.empty();
    private State published = State.empty();
    private long publishedAt;
    private long given;
    private long bootedAt;
    private long dayClock;
    private boolean flushing;
    private int snapshotEvery = 40;

    SimulatedServer(Simulation sim, int number, Set<Integer> voters) {
        this.sim = sim;
        this.number = number;
        this.skew = (sim.random.nextInt(6_000) - 3_000) * MILLI;
        this.proposing = new Proposing(this, State.empty());
        this.log = new SimulatedLog(sim, this, voters);
    }

    // Life

    void start() {
        sim.after(sim.random.nextInt((int) (50 * MILLI)), number, this::tick);
        snapshotEvery = 10 + sim.random.nextInt(60);
    }

    void crash() {
        if (up) {
            sim.trace(() -> number + " crashes");
            up = false;
            incarnation++;
            log.crash();
            var waiting = List.copyOf(open);
            open.clear();
            waiting.forEach(future -> future.completeExceptionally(new Crashed()));
        }
    }

    void restart() {
        if (!up) {
            sim.trace(() -> number + " starts again");
            up = true;
            pausedUntil = 0;
            applied = State.empty();
            published = State.empty();
            publishedAt = 0;
            given = 0;
            flushing = false;
            bootedAt = sim.now() - sim.random.nextInt(1_000_000);
            proposing = new Proposing(this, State.empty());
            log.restart();
            start();
        }
    }

    private void tick() {
        log.tick();
        proposing.tick();
        if (log.appliedIndex() % snapshotEvery == 0) {
            log.snapshot();
        }
        if (sim.random.nextInt(4) == 0) {
            gossip();
        }
        if (log.announced() && sim.random.nextInt(20) == 0) {
            overlay.values().forEach(this::takeOver);
        }
        sim.after(SimulatedLog.BEAT, number, this::tick);
    }

    // What clients ask for

    CompletableFuture<Outcome> submit(Operation operation, long limitMillis, Optional<RequestId> request) {
        var answer = opened(new CompletableFuture<Outcome>());
        proposing.submit(operation, new Origin("client"), nanos() / 1_000_000 + limitMillis, request, answer);
        flushSoon();
        return answer;
    }

    /** What readers see, after all that was committed before. */
    CompletableFuture<State> read(long limitMillis) {
        if (sim.mutation == Simulation.Mutation.READ_WITHOUT_BARRIER) {
            return CompletableFuture.completedFuture(published);
        }
        var read = opened(new CompletableFuture<State>());
        var proposals = proposing;
        log.barrier(index -> log.whenApplied(index, () -> {
            if (proposals == proposing) {
                var here = new CompletableFuture<org.apache.pekko.Done>();
                proposals.await(given, nanos() / 1_000_000 + limitMillis, here);
                here.thenAccept(_ -> read.complete(published));
            }
        }));
        sim.after(limitMillis * MILLI, number, () -> read.completeExceptionally(ProposalException.behind()));
        return read;
    }

    private <T> CompletableFuture<T> opened(CompletableFuture<T> future) {
        open.removeIf(CompletableFuture::isDone);
        open.add(future);
        return future;
    }

    State published() {
        return published;
    }

    State applied() {
        return applied;
    }

    // Writes without the majority

    void writeAlone(String key, String value) {
        var known = published.keys().get(key);
        stampClock = Math.max(stampClock + 1, wall());
        var stamp = String.format("%0" + DIGITS + "d-%d", stampClock, number);
        var write = new Over(key, value, known == null ? 0 : known.modifyIndex(), stamp);
        overlay.put(key, write);
        sim.alone.add(write);
    }

    private void seen(String stamp) {
        stampClock = Math.max(stampClock, Long.parseLong(stamp.substring(0, DIGITS)));
    }

    private void gossip() {
        var to = sim.servers.get(sim.random.nextInt(sim.servers.size()));
        if (to != this && !overlay.isEmpty()) {
            var all = List.copyOf(overlay.values());
            sim.send(number, to.number, () -> all.forEach(to::take));
        }
    }

    private void take(Over over) {
        seen(over.stamp());
        var known = overlay.get(over.key());
        if (published.conflicts().isSettled(over.key(), over.stamp())) {
            sim.trace(() -> number + " knows that " + over + " is settled");
        } else if (known == null || known.stamp().compareTo(over.stamp()) < 0) {
            overlay.put(over.key(), over);
        }
    }

    private void settle() {
        published.conflicts().stamps().forEach(this::seen);
        overlay.values().removeIf(mine -> published.conflicts().isSettled(mine.key(), mine.stamp()));
    }

    private void takeOver(Over over) {
        submit(
                new Operation.TakeOver(
                        over.key(), ByteString.fromString(over.value()), 0, over.basedOn(), over.stamp(), "overlay"),
                3_000,
                Optional.empty());
    }

    // What the log does

    void apply(long index, Batch batch) {
        given++;
        var did = applied.apply(batch);
        var after = sim.mutation == Simulation.Mutation.RETRIES_FORGOTTEN ? forgetful(did.after()) : did.after();
        applied = after;
        sim.applied(
                number,
                index,
                batch,
                new engine.kv.Applied(
                        after,
                        did.outcomes(),
                        did.changes(),
                        did.sessions(),
                        did.documents(),
                        did.queries(),
                        did.effects()));
        publish(() -> {
            published = after;
            proposing.published(batch, did.outcomes(), after);
            settle();
            flushSoon();
        });
    }

    private static State forgetful(State state) {
        return new State(
                state.logId(),
                state.batches(),
                state.millis(),
                state.index(),
                state.keys(),
                state.sessions(),
                state.locks(),
                state.deadlines(),
                State.empty().retries(),
                state.history(),
                state.conflicts(),
                state.catalog(),
                state.documents(),
                state.preparedQueries());
    }

    void load(State image) {
        given++;
        var state = copied(image);
        sim.check(state.equals(image), () -> "a snapshot is read as another state");
        applied = state;
        publish(() -> {
            published = state;
            proposing.restored(state);
            settle();
            flushSoon();
        });
    }

    private static State copied(State state) {
        try {
            var bytes = new ByteArrayOutputStream();
            SnapshotWriter.write(state, bytes);
            return SnapshotReader.read(new ByteArrayInputStream(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Readers see it a moment later, in order. */
    private void publish(Runnable effect) {
        var at = Math.max(publishedAt, sim.now() + sim.random.nextInt((int) (2 * MILLI)));
        publishedAt = at;
        sim.after(at - sim.now(), number, effect);
    }

    void lead(long term) {
        proposing.lead(term);
    }

    void follow() {
        proposing.follow();
    }

    void fated(long entry, Fate fate) {
        if (up) {
            proposing.fated(entry, fate);
        }
    }

    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            sim.after(0, number, () -> {
                flushing = false;
                proposing.flush();
            });
        }
    }

    // The world of its proposals

    @Override
    public void send(String server, Wire message) {
        var to = Integer.parseInt(server);
        sim.send(number, to, () -> {
            var there = sim.servers.get(to);
            there.proposing.received(message);
            there.flushSoon();
        });
    }

    @Override
    public void propose(long entry, Batch batch) {
        var changed = sim.mutation == Simulation.Mutation.DONE_TOO_EARLY ? hasty(batch) : batch;
        if (sim.random.nextInt(10) == 0) {
            sim.check(
                    BatchCodec.decode(BatchCodec.encode(changed)).equals(changed),
                    () -> "a batch is read as another one: " + changed);
        }
        sim.stampedAt.put(changed, sim.now());
        log.propose(entry, changed);
        if (sim.mutation == Simulation.Mutation.ANSWER_BEFORE_COMMIT) {
            var outcomes = applied.apply(changed).outcomes();
            sim.after(0, number, () -> proposing.published(changed, outcomes, published));
        }
    }

    private static Batch hasty(Batch batch) {
        return new Batch(
                batch.millis(),
                batch.indexHint(),
                batch.commands().stream()
                        .map(command -> new Command(
                                command.client(),
                                command.sequence(),
                                command.sequence() - 1,
                                command.origin(),
                                command.operation()))
                        .toList());
    }

    @Override
    public Optional<Leader> leader() {
        return log.leader() < 0
                ? Optional.empty()
                : Optional.of(new Leader(log.term(), Integer.toString(log.leader())));
    }

    @Override
    public String self() {
        return Integer.toString(number);
    }

    @Override
    public long wall() {
        return 1_000_000_000_000L + (sim.now() + skew) / MILLI;
    }

    @Override
    public long nanos() {
        if (sim.mutation == Simulation.Mutation.WRONG_CLOCK) {
            dayClock = Math.max(dayClock, wall() * 1_000_000);
            return dayClock;
        }
        return (sim.now() - bootedAt) * 1_000;
    }

    @Override
    public long indexHint() {
        return 0;
    }

    @Override
    public String unique() {
        return sim.unique();
    }
}
