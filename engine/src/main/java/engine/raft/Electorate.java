package engine.raft;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what {@link Voters} decides, one change at a time, on the server that leads; and forms the log on the one that founds it. */
final class Electorate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Electorate.class);
    private static final long LOOK_MILLIS = 500;
    /** While somebody is catching up. */
    private static final long SOON_MILLIS = 50;
    /** Greetings may be lost: every that many looks all are asked again. */
    private static final int GREETING = 10;
    /** Who has so much of the log has the rest before the change is made. */
    private static final long CLOSE = 1_000;
    /** So long the founder waits for the first voters before it takes anything in. */
    private static final int PATIENCE = 20;

    private final Ports ports;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean soon = new AtomicBoolean();
    private volatile Set<String> first = Set.of();
    private volatile @Nullable ScheduledFuture<?> looking;
    private volatile boolean closed;
    private int looks;
    private int waited;

    /**
     * What it works with.
     *
     * @param change makes a change
     * @param form forms the log with this server alone
     * @param last index of the last entry here
     */
    record Ports(
            Identity identity,
            Messenger messenger,
            Supplier<View> view,
            Function<Voters.Change, CompletionStage<Done>> change,
            Supplier<Set<String>> gone,
            IntSupplier expected,
            Runnable form,
            LongSupplier last) {}

    Electorate(Ports ports) {
        this.ports = ports;
    }

    void start() {
        looking = RaftTimers.repeated(this::look, LOOK_MILLIS);
    }

    /** Waits for what it does at the moment. */
    @Override
    public synchronized void close() {
        closed = true;
        var future = looking;
        if (future != null) {
            future.cancel(false);
        }
    }

    /** Whether the log has been formed, but not all who are to be its first voters are voters yet: nothing is taken in before. */
    boolean forming() {
        return !first.isEmpty();
    }

    /** Something is different: look at once. */
    void wake() {
        if (looking != null) {
            RaftTimers.once(this::act, 0);
        }
    }

    private void look() {
        if (++looks % GREETING == 0) {
            ports.messenger().greet();
        }
        if (forming() && ++waited > PATIENCE) {
            first = Set.of();
        }
        act();
    }

    private synchronized void act() {
        if (closed) {
            return;
        }
        var view = ports.view().get();
        if (ports.identity().founder()) {
            found(view);
        }
        if (!view.leads()) {
            return;
        }
        if (forming() && view.voters().containsAll(first)) {
            first = Set.of();
        }
        if (busy.compareAndSet(false, true)) {
            var known = known(view);
            Voters.next(known).ifPresentOrElse(this::make, () -> rest(known));
        }
    }

    private void rest(Voters.Known known) {
        busy.set(false);
        var following =
                known.voters().size() < Voters.MOST && known.learners().stream().anyMatch(known.present()::contains);
        if (following && soon.compareAndSet(false, true)) {
            RaftTimers.once(
                    () -> {
                        soon.set(false);
                        act();
                    },
                    SOON_MILLIS);
        }
    }

    private void make(Voters.Change change) {
        ports.change().apply(change).whenComplete((_, failure) -> {
            busy.set(false);
            if (failure == null) {
                wake();
            } else {
                LOG.info("{}: {}", change, failure.getMessage());
            }
        });
    }

    private Voters.Known known(View view) {
        var own = ports.identity().log();
        var present = new HashSet<String>();
        ports.messenger().present().forEach((voter, heard) -> {
            if (heard.log().isEmpty() || heard.log().equals(own)) {
                present.add(voter);
            }
        });
        present.add(view.self());
        var last = ports.last().getAsLong();
        var caughtUp = view.learners().stream()
                .filter(learner -> last - ports.messenger().news().acknowledged(learner) < CLOSE)
                .filter(learner -> ports.messenger().news().acknowledged(learner) > 0)
                .collect(Collectors.toSet());
        return new Voters.Known(
                view.self(),
                view.voters(),
                view.learners(),
                present,
                caughtUp,
                ports.gone().get());
    }

    /** As soon as those that are expected have said that they have no log. */
    private void found(View view) {
        try {
            if (!view.voters().isEmpty()) {
                ports.identity().founded();
                return;
            }
            var present = ports.messenger().present();
            var own = ports.identity().log();
            if (present.size() + 1 < ports.expected().getAsInt()
                    || present.values().stream()
                            .anyMatch(heard ->
                                    !heard.log().isEmpty() && !heard.log().equals(own))) {
                return;
            }
            var voters = new HashSet<String>();
            voters.add(view.self());
            present.keySet().stream().sorted().limit(Voters.MOST - 1).forEach(voters::add);
            waited = 0;
            first = Set.copyOf(voters);
            ports.form().run();
        } catch (IOException e) {
            LOG.warn("the log of keys and sessions cannot be formed: {}", e.getMessage());
        }
    }
}
