package engine.proposal;

import engine.kv.Batch;
import engine.kv.ClientId;
import engine.kv.Command;
import engine.kv.Operation;
import engine.kv.Origin;
import engine.kv.Outcome;
import engine.kv.State;
import engine.raft.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/** The proposals of one server, without threads and without a clock of their own: what happens comes in, {@link World} does. */
final class Proposing {
    private static final long MILLI = 1_000_000;
    private static final Origin SELF = new Origin("engine");

    private record Reader(long given, long deadline, CompletableFuture<Done> read) {}

    private final World world;
    private final String sender;
    private final Outbox outbox;
    private final Inbox inbox = new Inbox();
    private final LogClock clock = new LogClock();
    private final List<Reader> readers = new ArrayList<>();
    private State state;
    /** How much of what the log gave can be read here. */
    private long seen;

    private long ledSince;
    /** As whom the leader ends what has lived its time. */
    private @Nullable Identity timers;
    /** The entry of the log by which something ends, until its fate is known; 0 for none. */
    private long expiring;
    /** The clock jumped, and no entry has its new time yet. */
    private boolean jumped;
    /**
     * The first entry since the clock jumped, 0 when it has not: nobody knows how much of their time sessions have left. Each entry
     * lets them all start anew until one that does is in the log for good: the first of them may be refused, and a later one not.
     */
    private long jump;
    /** The entry that is there for that alone; 0 for none. */
    private long renewal;

    /** @param state what can be read here at first */
    Proposing(World world, State state) {
        this.world = world;
        this.sender = world.unique();
        this.state = state;
        this.outbox = new Outbox(this::identity, now());
    }

    private ClientId identity() {
        return new ClientId(state.batches(), world.unique());
    }

    private long now() {
        return world.nanos() / MILLI;
    }

    /** Takes an operation in, to be sent with the next {@link #flush}. */
    void submit(
            Operation operation,
            Origin origin,
            long deadline,
            Optional<RequestId> request,
            CompletableFuture<Outcome> answer) {
        outbox.submit(operation, origin, request, now(), deadline, answer);
    }

    /** Sends what waits, and gives the log what the leader has. */
    void flush() {
        var leader = world.leader();
        for (var frame : outbox.due(leader, now())) {
            var to = leader.orElseThrow();
            var message = new Wire.Propose(world.self(), sender, frame.number(), to.term(), frame.commands());
            if (to.server().equals(world.self())) {
                refuse(inbox.take(message));
            } else {
                world.send(to.server(), message);
            }
        }
        propose();
    }

    private void propose() {
        while (inbox.leads()) {
            var next = inbox.next();
            if (next.isEmpty()) {
                return;
            }
            propose(next.get().number(), next.get().commands());
        }
    }

    private void advance() {
        jumped |= clock.advance(world.wall(), world.nanos());
    }

    private void propose(long number, List<Command> commands) {
        advance();
        if (jumped) {
            jumped = false;
            jump = number;
        }
        var all = commands;
        if (jump != 0) {
            all = new ArrayList<>(commands);
            // Of an identity that nobody can have forgotten.
            all.addFirst(new Command(identity(), 1, 0, SELF, new Operation.RenewAllSessions()));
        }
        world.propose(number, new Batch(clock.millis(), world.indexHint(), all));
    }

    /** From another server. */
    void received(Wire message) {
        switch (message) {
            case Wire.Propose propose -> refuse(inbox.take(propose));
            case Wire.Refused refused -> {
                if (refused.sender().equals(sender)) {
                    outbox.refused(refused.frame(), refused.commands(), now());
                }
            }
        }
    }

    private void refuse(List<Inbox.Refusal> refusals) {
        for (var refusal : refusals) {
            if (refusal.message().sender().equals(sender)) {
                received(refusal.message());
            } else {
                world.send(refusal.server(), refusal.message());
            }
        }
    }

    /** This server leads, and has applied all that was in the log before. */
    void lead(long term) {
        inbox.lead(term);
        clock.lead();
        ledSince = now();
        expiring = 0;
        jumped = false;
        jump = 0;
        renewal = 0;
        flush();
    }

    /** This server leads no more. */
    void follow() {
        clock.follow();
        refuse(inbox.follow());
        flush();
    }

    /** What became of an entry. */
    void fated(long number, Fate fate) {
        switch (fate) {
            case COMMITTED, UNKNOWN -> inbox.over(number);
            case REFUSED -> refuse(inbox.refused(number));
        }
        if (number == expiring) {
            expiring = 0;
        }
        if (number == renewal) {
            renewal = 0;
        }
        if (number >= jump && fate == Fate.COMMITTED) {
            jump = 0;
        }
        flush();
    }

    /** A batch was applied here, and whoever reads sees it. */
    void published(Batch batch, List<Outcome> outcomes, State after) {
        state = after;
        clock.applied(after.millis(), world.nanos());
        for (var i = 0; i < outcomes.size(); i++) {
            var command = batch.commands().get(i);
            outbox.applied(CommandId.of(command), outcomes.get(i));
            if (timers != null
                    && command.client().equals(timers.client)
                    && outcomes.get(i) instanceof Outcome.Forgotten) {
                timers = null;
            }
        }
        seen();
    }

    /** The state came from elsewhere as a whole, and whoever reads sees it. */
    void restored(State now) {
        state = now;
        clock.applied(now.millis(), world.nanos());
        outbox.restored(now);
        seen();
    }

    private void seen() {
        seen++;
        read();
    }

    /** Tells a reader when all can be read here of what the log gave the first so many times. */
    void await(long given, long deadline, CompletableFuture<Done> read) {
        var reader = new Reader(given, deadline, read);
        if (!over(reader)) {
            readers.add(reader);
        }
    }

    private void read() {
        if (!readers.isEmpty()) {
            readers.removeIf(this::over);
        }
    }

    /** Whether it has been told. */
    private boolean over(Reader reader) {
        if (seen >= reader.given()) {
            return reader.read().complete(Done.done());
        }
        return now() >= reader.deadline() && reader.read().completeExceptionally(ProposalException.behind());
    }

    /** Time passes: to be called every {@link Outbox#PAUSE} ms while {@link #busy}, else twice a second. */
    void tick() {
        var now = now();
        outbox.tick(now);
        read();
        if (inbox.leads()) {
            expire(now);
        }
        flush();
    }

    private void expire(long now) {
        if (state.deadlines().size() == 0) {
            return;
        }
        advance();
        if (jumped || jump != 0) {
            if (renewal == 0) {
                renewal = inbox.own();
                propose(renewal, List.of());
            }
            return;
        }
        if (expiring != 0) {
            return;
        }
        var due = Expiry.due(state, clock.millis(), now - ledSince);
        if (!due.isEmpty()) {
            if (timers == null) {
                timers = new Identity(identity());
            }
            var identity = timers;
            expiring = inbox.own();
            propose(
                    expiring,
                    due.stream()
                            .map(operation -> {
                                var sequence = identity.next();
                                // Nobody waits for these, and nobody repeats them.
                                return new Command(identity.client, sequence, sequence - 1, SELF, operation);
                            })
                            .toList());
        }
    }

    /** Whether this server leads, and has times to live to watch. */
    boolean leads() {
        return inbox.leads();
    }

    /** Whether somebody waits. */
    boolean busy() {
        return !outbox.isEmpty() || !readers.isEmpty();
    }

    /** Ends everything: whoever waits is told. */
    void end() {
        outbox.end();
        readers.forEach(reader -> reader.read().completeExceptionally(ProposalException.behind()));
        readers.clear();
    }
}
