package engine.snapshot;

import engine.events.Run;
import engine.state.Key;
import engine.state.Live;
import engine.state.Op;
import engine.state.Snapshot;
import engine.state.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The writes that make the present state that of an archive, in batches, made as they are asked for: two lists in the same
 * order are read side by side.
 *
 * <p>What belongs to agents, now or when the archive was written, is left to them: each says what is registered on its own
 * node. Events are added where they are missing, as history, and never changed or deleted.
 */
public final class Restoration implements Iterator<List<Op>> {
    /** Operations in a batch. */
    static final int BATCH_OPS = 500;
    /** Bytes in a batch, unless it is one operation: a batch for one bucket has to fit into one frame between servers. */
    static final int BATCH_BYTES = 512 * 1024;

    private record Step(Op op, int size) {}

    private final Ahead<Live> present;
    private final Ahead<Saved> archive;
    private final Predicate<Key> ofAgent;
    private final Instant taken;
    /** What is next, all of it of one node, key or event. */
    private List<Step> group = List.of();

    private int done;

    private Restoration(Iterator<Live> present, Iterator<Saved> archive, Predicate<Key> ofAgent, Instant taken) {
        this.present = new Ahead<>(present);
        this.archive = new Ahead<>(archive);
        this.ofAgent = ofAgent;
        this.taken = taken;
        advance();
    }

    /**
     * @param archive the entries of an archive, in its order
     * @param taken when the archive was written
     */
    public static Iterator<List<Op>> ops(Snapshot present, Iterator<Saved> archive, Instant taken) {
        return new Restoration(present.live(), archive, Agents.in(present), taken);
    }

    @Override
    public boolean hasNext() {
        return done < group.size();
    }

    @Override
    public List<Op> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var batch = new ArrayList<Op>();
        var bytes = 0L;
        while (hasNext() && batch.size() < BATCH_OPS) {
            var step = group.get(done);
            if (!batch.isEmpty() && (bytes + step.size() > BATCH_BYTES || breaks(batch.size()))) {
                break;
            }
            batch.add(step.op());
            bytes += step.size();
            if (++done == group.size()) {
                advance();
            }
        }
        return batch;
    }

    /** Whether a group that would fit into a batch of its own would begin in this one and end in the next. */
    private boolean breaks(int taken) {
        return done == 0 && group.size() <= BATCH_OPS && taken + group.size() > BATCH_OPS;
    }

    /** To the next node, key or event of which anything differs; an empty group when there is none. */
    private void advance() {
        done = 0;
        group = List.of();
        while (group.isEmpty()) {
            var first = firstKey();
            if (first == null) {
                return;
            }
            group = group(first);
        }
    }

    private @Nullable Key firstKey() {
        var here = present.peek();
        var there = archive.peek();
        if (here == null || there == null) {
            return here != null ? here.key() : there != null ? there.live().key() : null;
        }
        return Live.ORDER.compare(here.key(), there.live().key()) <= 0
                ? here.key()
                : there.live().key();
    }

    /** Puts come first, deletions in the opposite order: a service shows only with its checks, and goes before them. */
    private List<Step> group(Key first) {
        var puts = new ArrayList<Step>();
        var deletions = new ArrayList<Step>();
        var left = ofAgent.test(first);
        for (var key = first; key != null && Live.together(first, key); key = firstKey()) {
            var here = present.takeIf(key, Live::key);
            var there = archive.takeIf(key, saved -> saved.live().key());
            left |= there != null && there.ofAgent();
            if (there != null) {
                var value = restored(there.live().value());
                if (here == null || (!isHistory(key) && !here.value().equals(value))) {
                    puts.add(new Step(new Op.Put(key, value), there.size()));
                }
            } else if (!isHistory(key)) {
                deletions.addFirst(new Step(new Op.Delete(key), key.text().length()));
            }
        }
        puts.addAll(deletions);
        return left ? List.of() : puts;
    }

    private static boolean isHistory(Key key) {
        return switch (key) {
            case Key.Event _, Key.Receipt _, Key.Receipts _, Key.Run _ -> true;
            case Key.Node _, Key.Service _, Key.Check _, Key.Member _, Key.Kv _, Key.Overlay _ -> false;
            case Key.Session _, Key.Document _ -> false;
        };
    }

    private Value restored(Value value) {
        return switch (value) {
            case Value.Event event -> event.asRestored();
            case Value.Run run when !run.ended() -> interrupted(run);
            case Value.Run _,
                    Value.Receipt _,
                    Value.Receipts _,
                    Value.Node _,
                    Value.Service _,
                    Value.Check _,
                    Value.Kv _,
                    Value.Overlay _,
                    Value.Session _,
                    Value.Document _,
                    Value.Member _ -> value;
        };
    }

    /** Nobody is there any more who would end it. */
    private Value interrupted(Value.Run run) {
        return new Value.Run(
                run.eventId(),
                run.node(),
                run.trigger(),
                Run.Status.INTERRUPTED.text(),
                true,
                run.exitCode(),
                run.output(),
                "restored from a snapshot that was taken during the run",
                run.queuedAt(),
                run.startedAt(),
                Optional.of(taken),
                run.attempt(),
                run.dropped());
    }
}
