package engine;

import engine.kv.Batch;
import engine.kv.BatchCodec;
import engine.kv.SnapshotReader;
import engine.kv.SnapshotWriter;
import engine.kv.State;
import engine.metrics.Metrics;
import engine.proposal.Proposals;
import engine.raft.Machine;
import engine.state.Delta;
import engine.state.Store;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/** Applies the log to the keys and sessions, has all readers see that, and then those who asked for it. */
final class KvMachine implements Machine {
    private static final String FILE = "state";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActorRef<Store.Command> store;
    private final Proposals proposals;
    private final Consumer<Boolean> leads;
    private final InstantSource clock;
    private CompletableFuture<?> kept = CompletableFuture.completedFuture(Done.getInstance());
    private State applied = State.empty();
    private volatile State shown = State.empty();
    private volatile boolean leading;

    /**
     * @param leads told when this server begins and ceases to lead; must not wait
     * @param clock by which it is seen what the catalog may have forgotten already: that is not done again
     */
    KvMachine(ActorRef<Store.Command> store, Proposals proposals, Consumer<Boolean> leads, InstantSource clock) {
        this.store = store;
        this.proposals = proposals;
        this.leads = leads;
        this.clock = clock;
    }

    /** What readers see of it: all that the picture shows, or more. */
    State shown() {
        return shown;
    }

    /** Whether this server leads the log. */
    BooleanSupplier leading() {
        return () -> leading;
    }

    @Override
    public void apply(long index, ByteString entry) {
        var began = System.nanoTime();
        proposals.applying();
        Batch batch = BatchCodec.decode(entry);
        var before = applied.conflicts();
        var done = applied.apply(batch);
        applied = done.after();
        var show = new Store.Show(
                KvPicture.changes(done),
                KvSettlement.of(batch, before, applied.conflicts()),
                // Before the picture: who finds something in that finds it here too.
                () -> shown = done.after(),
                () -> proposals.published(batch, done.outcomes(), done.after()));
        var catalog = Delta.of(done.effects()).since(clock.instant().minus(Reaper.RETENTION));
        if (catalog.size() == 0) {
            store.tell(show);
        } else {
            var durable = new CompletableFuture<Done>();
            kept = kept.thenCombine(durable, (_, last) -> last);
            store.tell(new Store.ShowWith(show, catalog, () -> durable.complete(Done.getInstance())));
        }
        Metrics.RAFT_APPLY.recordSince(began);
    }

    @Override
    public void lead(long term) {
        leading = true;
        Metrics.RAFT_LED.increment();
        proposals.lead(term);
        leads.accept(true);
    }

    @Override
    public void follow() {
        leading = false;
        Metrics.RAFT_FOLLOWED.increment();
        proposals.follow();
        leads.accept(false);
    }

    @Override
    public Image image() {
        var state = applied;
        var catalog = kept;
        return directory -> {
            awaitKept(catalog);
            try (var out = new BufferedOutputStream(Files.newOutputStream(directory.resolve(FILE)))) {
                SnapshotWriter.write(state, out);
            }
        };
    }

    /** What a snapshot covers is not applied again: by then the catalog must have its part of it on disk. */
    private static void awaitKept(CompletableFuture<?> catalog) throws IOException {
        try {
            catalog.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("what transactions did to the catalog is not on disk yet", e);
        }
    }

    @Override
    public void load(Path directory) throws IOException {
        proposals.applying();
        var before = applied;
        try (var in = new BufferedInputStream(Files.newInputStream(directory.resolve(FILE)))) {
            applied = SnapshotReader.read(in);
        }
        var state = applied;
        store.tell(new Store.Show(
                KvPicture.changes(before, state),
                Optional.of(KvSettlement.of(before.conflicts(), state.conflicts())),
                () -> shown = state,
                () -> proposals.restored(state)));
    }
}
