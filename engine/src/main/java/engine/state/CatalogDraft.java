package engine.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * The catalog as it becomes while the operations of a transaction are looked at, each seeing what those before it did. Nothing of
 * it is shown or kept: what it would change is given out, stamped, for all servers to do.
 */
public final class CatalogDraft {
    private final Map<String, Bucket> known;
    private final ShownAhead ahead;
    private final HybridClock clock;
    private final LocalIndex index;
    private final Map<BucketId, Bucket> touched = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private Snapshot picture;

    CatalogDraft(Snapshot picture, Map<String, Bucket> known, ShownAhead ahead, HybridClock clock, LocalIndex index) {
        this.picture = picture;
        this.known = known;
        this.ahead = ahead;
        this.clock = clock;
        this.index = index;
    }

    /** As it is now. */
    public CatalogView catalog() {
        return picture.catalog();
    }

    /** Sets an entry of the catalog; a value equal to the one that is there changes nothing. */
    public void put(Key key, Value value) {
        write(key, List.of(new Op.Put(key, value)));
    }

    /** Removes a node with its services and checks. */
    public void delete(Key.Node node) {
        write(node, Deletions.node(bucket(node.bucket()), node));
    }

    /** Removes a service with its checks. */
    public void delete(Key.Service service) {
        write(service, Deletions.service(bucket(service.bucket()), service));
    }

    /** Removes a check. */
    public void delete(Key.Check check) {
        write(check, List.of(new Op.Delete(check)));
    }

    /** What was changed since this was last asked, in the form that {@link Delta#of} reads; empty when nothing was. */
    public ByteString taken() {
        var frames = Delta.frames(changes, Integer.MAX_VALUE);
        changes.clear();
        return frames.isEmpty() ? ByteString.emptyByteString() : frames.getFirst();
    }

    private void write(Key key, List<Op> ops) {
        var bucket = key.bucket();
        var batch = new Batch(ops, clock, index);
        touched.put(bucket, batch.apply(bucket(bucket)));
        for (var change : batch.changes()) {
            picture = picture.with(change, picture.nextIndex(change.entry().modifyIndex()));
            changes.add(change);
        }
    }

    private Bucket bucket(BucketId id) {
        return Objects.requireNonNullElseGet(
                touched.get(id),
                () -> ahead.over(
                        id, Objects.requireNonNullElse(known.get(id.replicated().id()), Bucket.EMPTY)));
    }
}
