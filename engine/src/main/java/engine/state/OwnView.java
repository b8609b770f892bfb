package engine.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/**
 * The picture that a client agent has: of its own node alone, made from what it writes. All else it asks a server.
 */
public final class OwnView implements StateWriter {
    private final Published published = new Published(Snapshot.startingAt(1));
    private final StateWriter onward;

    /** @param onward where what is written goes */
    public OwnView(StateWriter onward) {
        this.onward = onward;
    }

    /** What reads about the own node are answered from. */
    public Published published() {
        return published;
    }

    @Override
    public void write(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {
        show(ops);
        onward.write(ops, replyTo);
    }

    /** Shows what {@code ops} does without writing it. */
    public synchronized void show(List<? extends Op> ops) {
        var snapshot = published.current();
        var at = snapshot.index() + 1;
        var changes = new ArrayList<Change>();
        for (var op : ops) {
            if (SHOWN.contains(op.key().getClass())) {
                var value = op instanceof Op.Put put ? put.value() : null;
                changes.add(new Change(op.key(), new Entry(new Stamp(at, ""), at, at, value)));
            }
        }
        for (var change : changes) {
            snapshot = snapshot.with(change, at);
        }
        if (!changes.isEmpty()) {
            published.publish(snapshot, changes);
        }
    }

    private static final Set<Class<? extends Key>> SHOWN = Set.of(Key.Node.class, Key.Service.class, Key.Check.class);
}
