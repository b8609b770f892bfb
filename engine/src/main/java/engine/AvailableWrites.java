package engine;

import engine.http.Context;
import engine.http.Refusal;
import engine.kv.Conflicts;
import engine.kv.Operation;
import engine.kv.Origin;
import engine.proposal.Proposals;
import engine.state.Key;
import engine.state.Op;
import engine.state.Overlays;
import engine.state.Published;
import engine.state.Value;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Writes of keys without the majority: they are kept beside what the majority has, on this server's disk before they are answered,
 * and sent to the others like the catalog.
 */
record AvailableWrites(Published published, Writes writes) {
    /** Each of them may become a conflict, and no more of those are kept. */
    static final int MOST = Conflicts.MOST;

    static final long MOST_BYTES = Conflicts.MOST_BYTES;

    /** @param value null to delete the key */
    CompletionStage<Boolean> write(String key, @Nullable ByteString value, long flags, Context context) {
        var kv = published.current().kv();
        // compact: a value cut out of a network buffer would keep the whole buffer alive.
        var bytes = value == null ? null : value.compact();
        var write = new Value.Overlay(bytes, flags, kv.modifyIndex(key), context.by());
        if (!isRoom(kv.overlays(), key, bytes == null ? 0 : bytes.size())) {
            return CompletableFuture.failedStage(new Refusal(
                    500,
                    "Too many available writes wait for a majority: at most %d keys with %d MiB of values. Nothing was written."
                            .formatted(MOST, MOST_BYTES >> 20)));
        }
        return writes.write(() -> ops(key, write), context);
    }

    /** @throws IllegalArgumentException for what the log could never take over */
    private static List<Op> ops(String key, Value.Overlay write) {
        var later = new Operation.TakeOver(
                OwnKeys.writable(key), write.bytes(), write.flags(), write.basedOn(), "", write.by());
        Proposals.tooLarge(later, new Origin(write.by())).ifPresent(sentence -> {
            throw new IllegalArgumentException(sentence);
        });
        return List.of(new Op.Put(new Key.Overlay(key), write));
    }

    private static boolean isRoom(Overlays waiting, String key, long size) {
        var replaced = waiting.entries().get(key);
        return replaced == null
                ? waiting.entries().size() < MOST && waiting.bytes() + size <= MOST_BYTES
                : waiting.bytes() - replaced.size() + size <= MOST_BYTES;
    }
}
