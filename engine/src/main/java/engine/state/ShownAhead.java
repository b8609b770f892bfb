package engine.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Entries that are shown before the replica is known to hold them: what it tells of them then is no news. */
final class ShownAhead {
    private final Map<Key, Entry> entries = new HashMap<>();

    /** Takes those entries that win over what is known, and gives them. */
    List<Change> show(List<Change> changes, Map<String, Bucket> buckets) {
        var shown = new ArrayList<Change>();
        for (var change : changes) {
            var bucket = buckets.get(change.key().bucketName());
            var held = bucket == null ? null : bucket.get(change.key().text());
            var before = entries.get(change.key());
            if ((held == null || change.entry().supersedes(held))
                    && (before == null || change.entry().supersedes(before))) {
                entries.put(change.key(), change.entry());
                shown.add(change);
            }
        }
        return shown;
    }

    /** Those changes at the replica that readers have not seen. */
    List<Change> news(List<Change> learned) {
        if (entries.isEmpty()) {
            return learned;
        }
        var news = new ArrayList<Change>();
        for (var change : learned) {
            var shown = entries.get(change.key());
            if (shown == null || change.entry().supersedes(shown)) {
                news.add(change);
            }
            if (shown != null && !shown.supersedes(change.entry())) {
                entries.remove(change.key());
            }
        }
        return news;
    }

    /** A bucket as it is with what is shown. */
    Bucket over(BucketId id, Bucket bucket) {
        var over = bucket;
        for (var shown : entries.entrySet()) {
            if (shown.getKey().bucket().equals(id)) {
                over = over.put(shown.getKey().text(), shown.getValue());
            }
        }
        return over;
    }
}
