package engine.state;

import org.apache.pekko.cluster.ddata.Key;

/**
 * The name of a bucket. Entries are spread by a hash over a fixed number of buckets, each one top-level key of Distributed
 * Data. The numbers are part of the protocol between servers and never change.
 */
record BucketId(Family family, int number) {

    /** What a bucket holds. */
    enum Family {
        CATALOG(256),
        KV(256),
        EVENTS(16),
        OVERLAY(64);

        private final int buckets;

        Family(int buckets) {
            this.buckets = buckets;
        }
    }

    /** The bucket of an entry that belongs to {@code owner}: a node, a key, an event. */
    static BucketId of(Family family, String owner) {
        // String.hashCode is specified by the JDK, so every node agrees; the mixing spreads names that differ at the
        // end.
        var h = owner.hashCode() * 0x9E3779B9;
        return new BucketId(family, Math.floorMod(h >>> 8, family.buckets));
    }

    /** The top-level key of Distributed Data. */
    Key<Bucket> replicated() {
        return new BucketKey(family.name().toLowerCase(java.util.Locale.ROOT) + "-" + number);
    }

    /** The typed key that the replicator wants. */
    private static final class BucketKey extends Key<Bucket> {
        private static final long serialVersionUID = 1L;

        BucketKey(String id) {
            super(id);
        }
    }
}
