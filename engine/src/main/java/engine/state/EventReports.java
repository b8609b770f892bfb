package engine.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;

/**
 * Writes what the nodes of this server report about events: all of a moment in one write, the receipts among it in one entry.
 * Each node gives a receipt for each event; as entries of their own they would be most of what a cluster under many events writes.
 */
public final class EventReports {

    /** What the actor is told. */
    public sealed interface Command {}

    /** Writes what {@link #takes} says can be; answered when all of it is written. */
    public record Report(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    private enum Due implements Command {
        INSTANCE
    }

    private record Written(List<ActorRef<StatusReply<Boolean>>> askers, StatusReply<Boolean> reply)
            implements Command {}

    /** How long a report waits for those of other nodes: they come within some milliseconds of one another. */
    private static final Duration GATHER = Duration.ofMillis(10);
    /** Receipts of one entry at most: some 50 KB. */
    private static final int MAX_RECEIPTS = 1024;
    /** Runs of one write at most. */
    private static final int MAX_RUNS = 256;
    /** A write that is not answered in this time is told to be unknown. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(25);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final ActorRef<Store.Command> store;
    private List<Value.Receipt> receipts = new ArrayList<>();
    private List<Op> others = new ArrayList<>();
    private List<ActorRef<StatusReply<Boolean>>> askers = new ArrayList<>();

    private EventReports(ActorContext<Command> context, TimerScheduler<Command> timers, ActorRef<Store.Command> store) {
        this.context = context;
        this.timers = timers;
        this.store = store;
    }

    /** @param store writes the entries */
    public static Behavior<Command> create(ActorRef<Store.Command> store) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var reports = new EventReports(context, timers, store);
            return Behaviors.receiveMessage(reports::receive);
        }));
    }

    /** Whether some operations are what a node did about events; all else is for the store. */
    public static boolean takes(List<Op> ops) {
        return ops.stream().allMatch(Op.Put.class::isInstance)
                && ops.stream().anyMatch(op -> op.key() instanceof Key.Receipt || op.key() instanceof Key.Run);
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case Report report -> gather(report);
            case Due _ -> write();
            case Written(var told, var reply) -> told.forEach(asker -> asker.tell(reply));
        }
        return Behaviors.same();
    }

    private void gather(Report report) {
        for (var op : report.ops()) {
            if (op instanceof Op.Put put && put.value() instanceof Value.Receipt receipt) {
                receipts.add(receipt);
            } else {
                others.add(op);
            }
        }
        askers.add(report.replyTo());
        if (receipts.size() >= MAX_RECEIPTS || others.size() >= MAX_RUNS) {
            write();
        } else if (!timers.isTimerActive(Due.INSTANCE)) {
            timers.startSingleTimer(Due.INSTANCE, Due.INSTANCE, GATHER);
        }
    }

    private void write() {
        timers.cancel(Due.INSTANCE);
        var told = askers;
        var puts = others;
        for (var from = 0; from < receipts.size(); from += MAX_RECEIPTS) {
            var some = receipts.subList(from, Math.min(from + MAX_RECEIPTS, receipts.size()));
            var batch = new Value.Receipts(UUID.randomUUID().toString(), some);
            puts.add(new Op.Put(batch.key(), batch));
        }
        receipts = new ArrayList<>();
        others = new ArrayList<>();
        askers = new ArrayList<>();
        context.askWithStatus(
                Boolean.class,
                store,
                ANSWER_LIMIT,
                replyTo -> new Store.Write(puts, replyTo),
                (done, failure) ->
                        new Written(told, failure == null ? StatusReply.success(done) : StatusReply.error(failure)));
    }
}
