package engine.link;

import engine.state.Key;
import engine.state.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/**
 * Writes that no server has acknowledged. What is registered with the agent needs no keeping: each server is told all of it. What the
 * agent did about events is kept until a server has it, the last {@link #MAX_KEPT} entries.
 */
final class Outstanding {
    static final int MAX_KEPT = 1000;

    /** Writes on their way at a time. */
    static final int MAX_IN_FLIGHT = 10_000;

    private static final String UNKNOWN =
            "the server was lost before it answered: the write may or may not have happened";

    private record Pending(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {}

    private final String node;
    private final TreeMap<Long, Pending> inFlight = new TreeMap<>();
    private final LinkedHashMap<Key, Op> kept = new LinkedHashMap<>();
    private final List<ActorRef<StatusReply<Boolean>>> covered = new ArrayList<>();
    private long dropped;

    Outstanding(String node) {
        this.node = node;
    }

    /** Whether one more can be on its way. */
    boolean isFull() {
        return inFlight.size() >= MAX_IN_FLIGHT;
    }

    /** Whether nothing is on its way. */
    boolean isEmpty() {
        return inFlight.isEmpty();
    }

    /** A write has been sent under that number. */
    void sent(long seq, List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {
        inFlight.put(seq, new Pending(ops, replyTo));
    }

    /** A server has answered; false where no write had that number. */
    boolean done(long seq, boolean held, String error) {
        var pending = inFlight.remove(seq);
        if (pending == null) {
            return false;
        }
        pending.replyTo().tell(error.isEmpty() ? StatusReply.success(held) : StatusReply.error(error));
        return true;
    }

    /** A write while there is no server. */
    void offline(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {
        var refusal = refusal(ops);
        if (refusal.isPresent()) {
            replyTo.tell(StatusReply.error(refusal.get()));
            return;
        }
        keep(ops);
        replyTo.tell(StatusReply.success(true));
    }

    /** The server is gone: what was on its way is told to the next one. */
    void lost() {
        inFlight.values().forEach(pending -> {
            if (refusal(pending.ops()).isPresent()) {
                pending.replyTo().tell(StatusReply.error(UNKNOWN));
            } else {
                keep(pending.ops());
                covered.add(pending.replyTo());
            }
        });
        inFlight.clear();
    }

    /** What the next server must be told beside what is registered. */
    List<Op> kept() {
        return List.copyOf(kept.values());
    }

    /** A server has those; what was written of the same since is still to come. */
    @SuppressWarnings("ReferenceEquality") // the very operation that was sent, not one like it
    void taken(List<Op> told) {
        for (var op : told) {
            if (kept.get(op.key()) == op) {
                kept.remove(op.key());
            }
        }
    }

    /** Answers the writes of a lost server: they have been told to another, or wait with everything else for one. */
    void settle() {
        covered.forEach(replyTo -> replyTo.tell(StatusReply.success(true)));
        covered.clear();
    }

    /** How many entries were dropped since the last call, because there were too many. */
    long dropped() {
        var count = dropped;
        dropped = 0;
        return count;
    }

    private void keep(List<Op> ops) {
        for (var op : ops) {
            if (Ownership.of(node, op.key()) == Ownership.RECORDED) {
                kept.remove(op.key());
                kept.put(op.key(), op);
            }
        }
        var eldest = kept.entrySet().iterator();
        for (; kept.size() > MAX_KEPT; dropped++) {
            eldest.next();
            eldest.remove();
        }
    }

    /** Why such a write makes no sense without an answer of a server. */
    private Optional<String> refusal(List<Op> ops) {
        var conditional = ops.stream().anyMatch(op -> op instanceof Op.PutIf || op instanceof Op.DeleteIf);
        return conditional
                ? Optional.of("there is no server to decide a write with a condition")
                : Ownership.refusal(node, ops);
    }
}
