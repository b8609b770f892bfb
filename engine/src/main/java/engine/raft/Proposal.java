package engine.raft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;

/** An entry that is on its way into the log, and who waits for its fate. */
final class Proposal implements Closure {
    private final ByteString entry;
    private final Consumer<Fate> told;
    private final Consumer<Proposal> ended;
    private final AtomicBoolean settled = new AtomicBoolean();

    /** @param ended told when the fate is */
    Proposal(ByteString entry, Consumer<Fate> told, Consumer<Proposal> ended) {
        this.entry = entry;
        this.told = told;
        this.ended = ended;
    }

    ByteString entry() {
        return entry;
    }

    /** The first fate counts. */
    void settle(Fate fate) {
        if (settled.compareAndSet(false, true)) {
            ended.accept(this);
            told.accept(fate);
        }
    }

    @Override
    public void run(Status status) {
        settle(fate(status));
    }

    /**
     * JRaft gives one code both to what never got into the log and to what is in the log of a leader that steps down: what is not
     * known to be the former is taken for the latter.
     */
    static Fate fate(Status status) {
        if (status.isOk()) {
            return Fate.COMMITTED;
        }
        var text = String.valueOf(status.getErrorMsg());
        var refused = switch (status.getRaftError()) {
            // The queues are full, or the leadership is being handed over.
            case EBUSY -> true;
            case ENODESHUTDOWN -> true;
            case EPERM -> text.equals("Is not leader.");
            default -> false;
        };
        return refused ? Fate.REFUSED : Fate.UNKNOWN;
    }
}
