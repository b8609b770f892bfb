package engine.link;

import engine.state.Op;
import engine.text.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an agent tells the server that it is attached to, by numbers that the server answers: first everything, then changes. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private static final int STUCK_BEATS = 4;
    private static final int STUCK_BEATS_AT_FIRST = 12;

    private final Outstanding outstanding;
    private final Outbox outbox;
    private List<Op> kept = List.of();
    private long seq;
    /** Numbers under which all was told and that are not answered yet. */
    private final Set<Long> told = new HashSet<>();

    private long keptSeq;
    private long leaveSeq;
    private boolean complete;
    private int unanswered;

    /** How things stand after an answer. */
    enum Standing {
        GOES_ON,
        /** The server has everything that there was when the agent attached. */
        COMPLETE,
        /** The server did not take what is registered here: another must. */
        OF_NO_USE,
        /** The server knows that this agent has left. */
        LEFT
    }

    Exchange(Outstanding outstanding, Outbox outbox) {
        this.outstanding = outstanding;
        this.outbox = outbox;
    }

    /** Whether the server has everything that there was when the agent attached. */
    boolean isComplete() {
        return complete;
    }

    /** Tells what is registered and what was kept for a server; false where the connection is of no use. */
    boolean begin(List<Op.Put> own) {
        if (!tell(own)) {
            return false;
        }
        kept = outstanding.kept();
        if (kept.isEmpty()) {
            return true;
        }
        keptSeq = ++seq;
        return send(keptSeq, Parts.of(kept));
    }

    /** Tells all that is registered, once more too; false where the connection is of no use. */
    boolean tell(List<Op.Put> own) {
        var number = ++seq;
        told.add(number);
        var parts = Parts.of(own);
        for (var i = 0; i < parts.size(); i++) {
            if (!send(new FromAgent.Own(number, i == parts.size() - 1, parts.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /** Sends a write; false where the connection is of no use, in which case the write is on its way to the next server. */
    boolean write(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {
        if (outstanding.isFull()) {
            replyTo.tell(StatusReply.error("too many writes wait for the server"));
            return true;
        }
        List<List<Op>> parts;
        try {
            parts = Parts.of(ops);
        } catch (IllegalArgumentException e) {
            replyTo.tell(StatusReply.error(Reason.of(e)));
            return true;
        }
        var number = ++seq;
        outstanding.sent(number, ops, replyTo);
        return send(number, parts);
    }

    /**
     * Whether the server lives and does nothing, as one whose disk stands still: of what it was told it has answered nothing for so
     * many beats. Everything at once may take it longer.
     */
    boolean isStuck() {
        unanswered = complete && outstanding.isEmpty() ? 0 : unanswered + 1;
        return unanswered > (complete ? STUCK_BEATS : STUCK_BEATS_AT_FIRST);
    }

    Standing answered(FromServer.Done done) {
        unanswered = 0;
        if (done.seq() == leaveSeq) {
            return Standing.LEFT;
        }
        if (told.remove(done.seq())) {
            if (!done.error().isEmpty()) {
                LOG.warn("the server did not take what is registered here: {}", done.error());
                return Standing.OF_NO_USE;
            }
        } else if (done.seq() == keptSeq) {
            if (!done.error().isEmpty()) {
                LOG.warn("the server did not take what was done about events without a server: {}", done.error());
            }
            keptSeq = 0;
            outstanding.taken(kept);
            kept = List.of();
        } else {
            outstanding.done(done.seq(), done.held(), done.error());
            return Standing.GOES_ON;
        }
        if (told.isEmpty() && keptSeq == 0 && !complete) {
            complete = true;
            outstanding.settle();
            return Standing.COMPLETE;
        }
        return Standing.GOES_ON;
    }

    boolean leave(boolean forGood) {
        leaveSeq = ++seq;
        return send(new FromAgent.Leave(leaveSeq, forGood));
    }

    /** Whether the frame is the server's word that it knows that this agent has left. */
    boolean confirms(ByteString frame) {
        try {
            return FrameCodec.fromServer(frame) instanceof FromServer.Done done
                    && answered(done) == Standing.LEFT
                    && done.error().isEmpty();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** A sign of life where nothing else is on its way. */
    boolean beat() {
        return !outbox.isEmpty() || send(new FromAgent.Beat());
    }

    private boolean send(long number, List<List<Op>> parts) {
        for (var i = 0; i < parts.size(); i++) {
            if (!send(new FromAgent.Write(number, i == parts.size() - 1, parts.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private boolean send(FromAgent frame) {
        ByteString bytes = FrameCodec.encode(frame);
        return outbox.offer(bytes);
    }
}
