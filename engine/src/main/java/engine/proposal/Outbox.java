package engine.proposal;

import engine.kv.ClientId;
import engine.kv.Command;
import engine.kv.Operation;
import engine.kv.Origin;
import engine.kv.Outcome;
import engine.kv.Retries;
import engine.kv.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations that this server took in and that have no outcome yet: which go to the leader now, which again, and what is
 * known of those that end without an outcome. Times are milliseconds of a clock that never goes back.
 */
final class Outbox {
    /** Most operations that wait. */
    static final int MOST = 10_000;
    /** Most bytes that wait. */
    static final long MOST_BYTES = 64L << 20;
    /** Largest operation: with what goes round it, it fits a message and an entry of the log. */
    static final int LARGEST = 3 << 19;
    /** Without a leader for so long, nobody waits on. */
    static final long LEADERLESS = 5_000;
    /** What was sent so long ago and has not been applied may be lost, and is sent again. The leader drops what it has. */
    static final long AGAIN = 1_000;
    /** A leader that took nothing is not ready, or has too much to do. */
    static final long PAUSE = 50;

    /** Commands that go to the leader as one message. */
    record Frame(long number, List<Command> commands) {}

    private static final class Waiting {
        private final CommandId id;
        private final @Nullable Identity own;
        private final Origin origin;
        private final Operation operation;
        private final long begun;
        private final List<CompletableFuture<Outcome>> answers = new ArrayList<>(1);
        /** Frames that may yet bring it into the log. */
        private final Set<Long> open = new HashSet<>(2);

        private int weight;
        private long deadline;
        private long done;
        private long frame;
        private long sentAt;
        private boolean queued;
        /** Whether it may have been applied without being seen here. */
        private boolean unseen;

        Waiting(CommandId id, @Nullable Identity own, Origin origin, Operation operation, long begun) {
            this.id = id;
            this.own = own;
            this.origin = origin;
            this.operation = operation;
            this.begun = begun;
        }

        Command command() {
            return new Command(id.client(), id.sequence(), own == null ? done : own.done(), origin, operation);
        }
    }

    private final Supplier<ClientId> identities;
    private final Map<CommandId, Waiting> waiting = new LinkedHashMap<>();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private @Nullable Identity self;
    private @Nullable Leader toward;
    private long bytes;
    private long lastFrame;
    private long pausedUntil = Long.MIN_VALUE;
    private long leaderlessSince;

    /** @param identities makes one that never was */
    Outbox(Supplier<ClientId> identities, long now) {
        this.identities = identities;
        this.leaderlessSince = now;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether something is to be sent. */
    boolean unsent() {
        return !queue.isEmpty();
    }

    /** Takes an operation in; {@code answer} is told, maybe at once. */
    void submit(
            Operation operation,
            Origin origin,
            Optional<RequestId> request,
            long now,
            long deadline,
            CompletableFuture<Outcome> answer) {
        var known = request.map(id -> waiting.get(new CommandId(id.client(), id.sequence())));
        if (known.isPresent()) {
            known.get().answers.add(answer);
            known.get().deadline = Math.max(known.get().deadline, deadline);
            return;
        }
        var tooLarge = tooLarge(operation, origin);
        if (tooLarge.isPresent()) {
            answer.complete(new Outcome.Refused(tooLarge.get()));
            return;
        }
        if (waiting.size() >= MOST || bytes >= MOST_BYTES) {
            answer.completeExceptionally(ProposalException.busy(waiting.size() + " writes"));
            return;
        }
        add(operation, origin, request, now, deadline).answers.add(answer);
    }

    /** Why an operation is too large; empty when it is not. */
    static Optional<String> tooLarge(Operation operation, Origin origin) {
        var weight = Weight.of(operation) + origin.by().length();
        return weight > LARGEST
                ? Optional.of("Request of " + weight + " bytes is too large: at most " + LARGEST + ".")
                : Optional.empty();
    }

    private Waiting add(Operation operation, Origin origin, Optional<RequestId> request, long now, long deadline) {
        var own = request.isPresent() ? null : identity();
        var id = request.map(asked -> new CommandId(asked.client(), asked.sequence()))
                .orElseGet(() -> {
                    var identity = Objects.requireNonNull(own);
                    return new CommandId(identity.client, identity.next());
                });
        var added = new Waiting(id, own, origin, operation, now);
        added.done = request.map(RequestId::done).orElse(0L);
        added.deadline = deadline;
        added.weight = Weight.of(operation) + origin.by().length();
        bytes += added.weight;
        waiting.put(id, added);
        enqueue(added);
        return added;
    }

    private Identity identity() {
        // Of one identity only so many outcomes are remembered.
        if (self == null || self.span() >= Retries.OUTCOMES / 2) {
            self = new Identity(identities.get());
        }
        return self;
    }

    private void enqueue(Waiting one) {
        if (!one.queued) {
            one.queued = true;
            queue.add(one);
        }
    }

    /** What goes to the leader now. */
    List<Frame> due(Optional<Leader> leader, long now) {
        if (leader.isEmpty()) {
            if (toward != null) {
                toward = null;
                leaderlessSince = now;
            }
            return List.of();
        }
        if (!leader.get().equals(toward)) {
            // Another leader: it may have all of it, or nothing.
            toward = leader.get();
            pausedUntil = now;
            waiting.values().forEach(this::enqueue);
        }
        if (queue.isEmpty() || now < pausedUntil) {
            return List.of();
        }
        var frames = new ArrayList<Frame>();
        var commands = new ArrayList<Command>();
        var weight = 0;
        lastFrame++;
        for (var next = queue.poll(); next != null; next = queue.poll()) {
            next.queued = false;
            if (waiting.get(next.id) != next) {
                continue;
            }
            if (!commands.isEmpty() && (commands.size() >= Inbox.COMMANDS || weight + next.weight > Inbox.BYTES)) {
                frames.add(new Frame(lastFrame++, List.copyOf(commands)));
                commands.clear();
                weight = 0;
            }
            next.open.add(lastFrame);
            next.frame = lastFrame;
            next.sentAt = now;
            commands.add(next.command());
            weight += next.weight;
        }
        if (!commands.isEmpty()) {
            frames.add(new Frame(lastFrame, List.copyOf(commands)));
        }
        return frames;
    }

    /** A frame will not bring these into the log. */
    void refused(long frame, List<CommandId> ids, long now) {
        for (var id : ids) {
            var one = waiting.get(id);
            if (one != null && one.open.remove(frame) && one.frame == frame) {
                pausedUntil = now + PAUSE;
                enqueue(one);
            }
        }
    }

    /** A command was applied here, and what it did can be read. */
    void applied(CommandId id, Outcome outcome) {
        var one = waiting.get(id);
        if (one == null) {
            return;
        }
        if (!(outcome instanceof Outcome.Forgotten)) {
            end(one).forEach(answer -> answer.complete(outcome));
        } else if (one.own != null && !one.unseen) {
            // All that was applied has been seen here, and it was not among that: it never was, nor will be.
            if (one.own == self) {
                self = null;
            }
            var answers = end(one);
            add(one.operation, one.origin, Optional.empty(), one.begun, one.deadline)
                    .answers
                    .addAll(answers);
        } else {
            fail(one, ProposalException.unknown("it is too long ago"));
        }
    }

    /** The state came from elsewhere, with what others had applied. */
    void restored(State state) {
        for (var one : List.copyOf(waiting.values())) {
            one.unseen = true;
            state.retries().outcome(one.id.client(), one.id.sequence()).ifPresent(outcome -> applied(one.id, outcome));
        }
    }

    /** Sends again what may be lost, and ends what waits too long. */
    void tick(long now) {
        var leaderless = toward == null && now - leaderlessSince >= LEADERLESS;
        for (var one : List.copyOf(waiting.values())) {
            if (now >= one.deadline || (leaderless && now - one.begun >= LEADERLESS)) {
                var why = toward == null ? "there is no leader" : "the leader has not answered in time";
                fail(one, one.open.isEmpty() ? ProposalException.noQuorum(why) : ProposalException.unknown(why));
            } else if (!one.queued && now - one.sentAt >= AGAIN) {
                enqueue(one);
            }
        }
    }

    /** Ends everything: nobody will be there to tell. */
    void end() {
        for (var one : List.copyOf(waiting.values())) {
            var why = "this server stops";
            fail(one, one.open.isEmpty() ? ProposalException.noQuorum(why) : ProposalException.unknown(why));
        }
    }

    private void fail(Waiting one, ProposalException why) {
        end(one).forEach(answer -> answer.completeExceptionally(why));
    }

    private List<CompletableFuture<Outcome>> end(Waiting one) {
        waiting.remove(one.id);
        bytes -= one.weight;
        if (one.own != null) {
            one.own.answered(one.id.sequence());
        }
        return one.answers;
    }
}
