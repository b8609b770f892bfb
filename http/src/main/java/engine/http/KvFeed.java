package engine.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.util.ByteString;

/** Changes of keys, a page at a time; who has seen all that there are waits for more. */
final class KvFeed {
    /** Changes in a page, unless more share an index. */
    private static final int MOST = 1000;

    /** Bytes of all values in a page, likewise. */
    private static final long MOST_BYTES = 1 << 20;

    private final KvChanges changes;
    private final Blocking blocking;

    KvFeed(KvChanges changes, Blocking blocking) {
        this.changes = changes;
        this.blocking = blocking;
    }

    /**
     * What changed after the index that the request knows, of keys with a prefix. Index 0 asks for all that is kept, any
     * other for all that there was: it is refused when that is not kept.
     */
    CompletionStage<KvChanges.Page> page(String prefix, Wait wait) {
        Supplier<Indexed<KvChanges.Page>> read = () -> read(prefix, wait.index());
        var first = read.get();
        return wait.index() == 0 || !first.value().changes().isEmpty()
                ? CompletableFuture.completedStage(first.value())
                : blocking.park(wait, new Topic.KeyPrefix(prefix), first, read).thenApply(Indexed::value);
    }

    /** Refuses an index when what followed it is not kept. */
    void look(String prefix, long after) {
        read(prefix, after);
    }

    /** The index of the latest change of any key. */
    long latest() {
        return changes.since("", -1, 1).value().upTo();
    }

    private Indexed<KvChanges.Page> read(String prefix, long after) {
        var found = changes.since(prefix, after, MOST);
        var page = found.value();
        if (after != 0 && Long.compareUnsigned(page.kept(), after) > 0) {
            throw new Refusal(410, lost(after, page.kept()));
        }
        return new Indexed<>(found.index(), cut(page, MOST_BYTES));
    }

    private static String lost(long after, long kept) {
        return "The changes after index " + Long.toUnsignedString(after) + " are no longer kept, only those after "
                + Long.toUnsignedString(kept)
                + ". Ask without an index for the present one, read the keys anew, then go on from that index.";
    }

    /** The first of the changes, up to so many bytes of values; all that share an index stay together. */
    static KvChanges.Page cut(KvChanges.Page page, long mostBytes) {
        var changes = page.changes();
        var bytes = 0L;
        for (var i = 0; i < changes.size(); i++) {
            var change = changes.get(i);
            if (bytes > 0 && isFirstOfItsIndex(changes, i) && bytes + size(change) > mostBytes) {
                return new KvChanges.Page(
                        page.kept(), changes.get(i - 1).after().index(), List.copyOf(changes.subList(0, i)));
            }
            bytes += size(change);
        }
        return page;
    }

    private static boolean isFirstOfItsIndex(List<KvChanges.Change> changes, int i) {
        return i > 0
                && changes.get(i).after().index() != changes.get(i - 1).after().index();
    }

    private static long size(KvChanges.Change change) {
        return (long) change.key().length()
                + size(change.before())
                + size(change.after().value());
    }

    private static long size(Optional<ByteString> value) {
        return value.isPresent() ? value.get().size() : 0;
    }
}
