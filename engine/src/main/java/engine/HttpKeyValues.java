package engine;

import engine.http.Context;
import engine.http.Indexed;
import engine.http.KeyValues;
import engine.state.Key;
import engine.state.Op;
import engine.state.Published;
import engine.state.Store;
import engine.state.Stored;
import engine.state.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** The key-value store as HTTP sees it. */
record HttpKeyValues(Published published, Writes writes) implements KeyValues {

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
    public CompletionStage<Boolean> put(
            String key, ByteString value, long flags, OptionalLong ifModifyIndex, Context context) {
        // compact: a value cut out of a network buffer would keep the whole buffer alive
        var kv = new Value.Kv(value.compact(), flags);
        return writes.write(() -> List.of(Op.put(new Key.Kv(key), kv, ifModifyIndex)), context);
    }

    @Override
    public CompletionStage<Boolean> delete(String key, OptionalLong ifModifyIndex, Context context) {
        return writes.write(() -> List.of(Op.delete(new Key.Kv(key), ifModifyIndex)), context);
    }

    @Override
    public CompletionStage<Boolean> deleteAll(String prefix, Context context) {
        return writes.ask(writes.store(), replyTo -> new Store.DeletePrefix(prefix, replyTo), context);
    }

    private static Entry entry(String key, Stored<Value.Kv> stored) {
        var kv = stored.value();
        return new Entry(key, kv.bytes(), kv.flags(), 0, "", stored.createIndex(), stored.modifyIndex());
    }
}
