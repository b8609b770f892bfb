package engine.durable;

import engine.state.Bucket;
import engine.state.Key;
import engine.state.LocalEntries;
import engine.state.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;

/** Texts by key that survive the agent: changed in memory, then kept in one go. Not thread-safe. */
public final class KeptTexts {
    private final Function<Bucket, CompletionStage<Done>> disk;
    private LocalEntries entries;
    private LocalEntries asked;
    private CompletionStage<Done> onDisk = CompletableFuture.completedStage(Done.done());

    private KeptTexts(Bucket bucket, Function<Bucket, CompletionStage<Done>> disk) {
        this.entries = new LocalEntries(bucket);
        this.asked = entries;
        this.disk = disk;
    }

    /** Those under a name of the log. */
    public static KeptTexts of(LocalLog log, String name) {
        return new KeptTexts(log.kept(name), bucket -> log.keep(name, bucket));
    }

    /** All of them, in order of their keys. */
    public Map<String, String> all() {
        var texts = new TreeMap<String, String>();
        entries.forEach((key, value) -> {
            if (key instanceof Key.Kv(var name) && value instanceof Value.Kv text) {
                texts.put(name, text.bytes().utf8String());
            }
        });
        return texts;
    }

    /** Has this text under the key, in memory until {@link #keep}. */
    public void put(String key, String text) {
        entries = entries.with(new Key.Kv(key), new Value.Kv(ByteString.fromString(text), 0));
    }

    /** Has no text under the key, in memory until {@link #keep}. */
    public void remove(String key) {
        entries = entries.without(List.of(new Key.Kv(key)));
    }

    /** Completes when all changes before this call are on disk. */
    @SuppressWarnings("ReferenceEquality") // the very same entries are those that did not change
    public CompletionStage<Done> keep() {
        if (entries != asked) {
            entries = entries.settled();
            asked = entries;
            onDisk = disk.apply(entries.bucket());
        }
        return onDisk;
    }
}
