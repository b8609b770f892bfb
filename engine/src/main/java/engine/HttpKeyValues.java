package engine;

import engine.http.Context;
import engine.http.Indexed;
import engine.http.KeyValues;
import engine.http.Refusal;
import engine.state.Key;
import engine.state.Op;
import engine.state.Published;
import engine.state.Store;
import engine.state.Stored;
import engine.state.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;

/** The key-value store as HTTP sees it. */
record HttpKeyValues(Published published, Writes writes) implements KeyValues {
    private static final String LOCKS = "Sessions and locks are";

    @Override
    public Indexed<Optional<Entry>> get(String key) {
        var kv = published.current().kv();
        return new Indexed<>(
                kv.keyAt(key), Optional.ofNullable(kv.entries().get(key)).map(stored -> entry(key, stored)));
    }

    @Override
    public Indexed<List<Entry>> list(String prefix) {
        var kv = published.current().kv();
        var entries = new ArrayList<Entry>();
        kv.entries().forPrefix(prefix, (key, stored) -> entries.add(entry(key, stored)));
        return new Indexed<>(kv.prefixAt(prefix), entries);
    }

    @Override
    public Indexed<List<String>> keys(String prefix) {
        var kv = published.current().kv();
        var keys = new ArrayList<String>();
        kv.entries().forPrefix(prefix, (key, _) -> keys.add(key));
        return new Indexed<>(kv.prefixAt(prefix), keys);
    }

    @Override
    public CompletionStage<Boolean> put(Put put, Context context) {
        return put.ttl().isZero() ? writes.write(() -> List.of(op(put)), context) : absent("Keys that expire are");
    }

    @Override
    public CompletionStage<Boolean> acquire(Lock lock, Context context) {
        return absent(LOCKS);
    }

    @Override
    public CompletionStage<Boolean> release(Lock lock, Context context) {
        return absent(LOCKS);
    }

    @Override
    public CompletionStage<Boolean> delete(String key, OptionalLong ifModifyIndex, Context context) {
        return writes.write(() -> List.of(Op.delete(new Key.Kv(key), ifModifyIndex)), context);
    }

    @Override
    public CompletionStage<Boolean> deleteAll(String prefix, Context context) {
        return writes.ask(writes.store(), replyTo -> new Store.DeletePrefix(prefix, replyTo), context);
    }

    @Override
    public CompletionStage<Done> putAll(List<Put> puts, Context context) {
        return writes.write(() -> puts.stream().map(HttpKeyValues::op).toList(), context)
                .thenApply(_ -> Done.getInstance());
    }

    @Override
    public CompletionStage<Boolean> putAvailable(String key, ByteString value, long flags, Context context) {
        return put(new Put(key, value, flags, OptionalLong.empty(), Duration.ZERO), context);
    }

    @Override
    public CompletionStage<Boolean> deleteAvailable(String key, Context context) {
        return delete(key, OptionalLong.empty(), context);
    }

    private static Op op(Put put) {
        // compact: a value cut out of a network buffer would keep the whole buffer alive
        var kv = new Value.Kv(put.value().compact(), put.flags());
        return Op.put(new Key.Kv(put.key()), kv, put.ifModifyIndex());
    }

    private static <T> CompletionStage<T> absent(String what) {
        return CompletableFuture.failedStage(new Refusal(501, what + " not in this version."));
    }

    private static Entry entry(String key, Stored<Value.Kv> stored) {
        var kv = stored.value();
        return new Entry(key, kv.bytes(), kv.flags(), 0, "", stored.createIndex(), stored.modifyIndex());
    }
}
