package engine;

import engine.http.Context;
import engine.http.Context.Consistency;
import engine.http.Indexed;
import engine.http.KeyValues;
import engine.kv.Operation;
import engine.state.KvView;
import engine.state.Published;
import engine.state.Stored;
import engine.state.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;

/** The key-value store as HTTP sees it: read from the picture, written through the log or, if so asked, without it. */
record HttpKeyValues(Published published, KvWrites writes, AvailableWrites available) implements KeyValues {

    @Override
    public Indexed<Optional<Entry>> get(String key, Consistency consistency) {
        var kv = published.current().kv();
        var found = consistency == Consistency.CONSISTENT
                ? Optional.ofNullable(kv.entries().get(key)).map(stored -> entry(key, stored, false))
                : kv.seen(key).map(seen -> entry(key, seen.stored(), seen.available()));
        return new Indexed<>(kv.keyAt(key), found);
    }

    @Override
    public Indexed<List<Entry>> list(String prefix, Consistency consistency) {
        var kv = published.current().kv();
        var entries = new ArrayList<Entry>();
        visit(kv, prefix, consistency, (key, stored, isAvailable) -> entries.add(entry(key, stored, isAvailable)));
        return new Indexed<>(kv.prefixAt(prefix), entries);
    }

    @Override
    public Indexed<List<String>> keys(String prefix, Consistency consistency) {
        var kv = published.current().kv();
        var keys = new ArrayList<String>();
        visit(kv, prefix, consistency, (key, _, _) -> keys.add(key));
        return new Indexed<>(kv.prefixAt(prefix), keys);
    }

    /** Who asks for what the majority has decided is shown nothing else. */
    private static void visit(KvView kv, String prefix, Consistency consistency, KvView.Visitor visitor) {
        if (consistency == Consistency.CONSISTENT) {
            kv.entries().forPrefix(prefix, (key, stored) -> visitor.visit(key, stored, false));
        } else {
            kv.seenWithPrefix(prefix, visitor);
        }
    }

    @Override
    public CompletionStage<Boolean> put(Put put, Context context) {
        return writes.held(() -> operation(put), context);
    }

    @Override
    public CompletionStage<Boolean> acquire(Lock lock, Context context) {
        return writes.held(
                () -> new Operation.Acquire(
                        OwnKeys.writable(lock.key()), lock.value().compact(), lock.flags(), lock.session()),
                context);
    }

    @Override
    public CompletionStage<Boolean> release(Lock lock, Context context) {
        return writes.held(
                () -> new Operation.Release(
                        OwnKeys.writable(lock.key()), lock.value().compact(), lock.flags(), lock.session()),
                context);
    }

    @Override
    public CompletionStage<Boolean> delete(String key, OptionalLong ifModifyIndex, Context context) {
        return writes.held(() -> new Operation.Delete(OwnKeys.writable(key), ifModifyIndex), context);
    }

    @Override
    public CompletionStage<Boolean> deleteAll(String prefix, Context context) {
        return writes.held(
                () -> new Operation.DeletePrefix(
                        OwnKeys.deletable(prefix, published.current().kv().entries())),
                context);
    }

    @Override
    public CompletionStage<Done> putAll(List<Put> puts, Context context) {
        return writes.held(
                        () -> new Operation.Import(
                                puts.stream().map(HttpKeyValues::operation).toList()),
                        context)
                .thenApply(_ -> Done.getInstance());
    }

    @Override
    public CompletionStage<Boolean> putAvailable(String key, ByteString value, long flags, Context context) {
        return available.write(key, value, flags, context);
    }

    @Override
    public CompletionStage<Boolean> deleteAvailable(String key, Context context) {
        return available.write(key, null, 0, context);
    }

    /** compact: a value cut out of a network buffer would keep the whole buffer alive. */
    private static Operation.Put operation(Put put) {
        return new Operation.Put(
                OwnKeys.writable(put.key()),
                put.value().compact(),
                put.flags(),
                put.ifModifyIndex(),
                put.ttl().isZero()
                        ? OptionalLong.empty()
                        : OptionalLong.of(put.ttl().toMillis()));
    }

    private static Entry entry(String key, Stored<Value.Kv> stored, boolean available) {
        var kv = stored.value();
        return new Entry(
                key,
                kv.bytes(),
                kv.flags(),
                kv.lockIndex(),
                kv.session(),
                stored.createIndex(),
                stored.modifyIndex(),
                kv.expiresAt(),
                available);
    }
}
