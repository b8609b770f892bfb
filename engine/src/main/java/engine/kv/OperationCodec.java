package engine.kv;

import engine.state.WireReader;
import engine.state.WireWriter;

/** The binary form of operations. */
final class OperationCodec {

    private OperationCodec() {}

    static void write(WireWriter out, Operation operation) {
        switch (operation) {
            case Operation.Put put -> {
                out.u8(1);
                put(out, put);
            }
            case Operation.Delete(var key, var cas) -> {
                out.u8(2);
                out.text(key);
                Fields.optional(out, cas);
            }
            case Operation.DeletePrefix(var prefix) -> one(out, 3, prefix);
            case Operation.Acquire(var key, var value, var flags, var session) -> {
                one(out, 4, key);
                out.raw(value);
                out.varint(flags);
                out.text(session);
            }
            case Operation.Release(var key, var value, var flags, var session) -> {
                one(out, 5, key);
                out.raw(value);
                out.varint(flags);
                out.text(session);
            }
            case Operation.CreateSession(var asked) -> {
                out.u8(6);
                RecordCodec.session(out, asked);
            }
            case Operation.DestroySession(var id, var reason) -> {
                one(out, 7, id);
                out.text(reason);
            }
            case Operation.RenewSession(var id) -> one(out, 8, id);
            case Operation.RenewAllSessions() -> out.u8(9);
            case Operation.ExpireSessions(var ids) -> {
                out.u8(10);
                out.texts(ids);
            }
            case Operation.ExpireKeys(var keys) -> {
                out.u8(11);
                out.texts(keys);
            }
            case Operation.Transaction(var steps, var basis) -> {
                out.u8(12);
                Fields.list(out, steps, step -> StepCodec.write(out, step));
                out.varint(basis.batches());
                out.texts(basis.nodes());
            }
            case Operation.Import(var puts) -> {
                out.u8(13);
                Fields.list(out, puts, put -> put(out, put));
            }
            case Operation.TakeOver write -> {
                one(out, 14, write.key());
                Fields.bytes(out, write.value());
                out.varint(write.flags());
                out.varint(write.basedOn());
                out.text(write.stamp());
                out.text(write.writer());
            }
            case Operation.ForgetConflict(var key, var stamp) -> {
                one(out, 15, key);
                out.text(stamp);
            }
            case Operation.NameLog(var id) -> one(out, 16, id);
            case Operation.Restore(var keys) -> {
                out.u8(17);
                Fields.list(out, keys, key -> restored(out, key));
            }
            case Operation.KeepDocument(var name, var content, var version) -> {
                one(out, 18, name);
                Fields.bytes(out, content);
                out.varint(version);
            }
            case Operation.KeepQuery(var asked, var create) -> {
                out.u8(19);
                RecordCodec.query(out, asked);
                out.bool(create);
            }
            case Operation.DeleteQuery(var id) -> one(out, 20, id);
        }
    }

    private static void one(WireWriter out, int tag, String text) {
        out.u8(tag);
        out.text(text);
    }

    private static void restored(WireWriter out, Operation.Restored key) {
        out.text(key.key());
        out.raw(key.value());
        out.varint(key.flags());
        out.varint(key.lockIndex());
        out.text(key.session());
        out.varint(key.expiresAt());
    }

    private static Operation.Restored restored(WireReader in) {
        return new Operation.Restored(in.text(), in.raw(), in.varint(), in.varint(), in.text(), in.varint());
    }

    private static void put(WireWriter out, Operation.Put put) {
        out.text(put.key());
        out.raw(put.value());
        out.varint(put.flags());
        Fields.optional(out, put.cas());
        Fields.optional(out, put.ttlMillis());
    }

    private static Operation.Put put(WireReader in) {
        return new Operation.Put(in.text(), in.raw(), in.varint(), Fields.optional(in), Fields.optional(in));
    }

    static Operation read(WireReader in) {
        return switch (in.u8()) {
            case 1 -> put(in);
            case 2 -> new Operation.Delete(in.text(), Fields.optional(in));
            case 3 -> new Operation.DeletePrefix(in.text());
            case 4 -> new Operation.Acquire(in.text(), in.raw(), in.varint(), in.text());
            case 5 -> new Operation.Release(in.text(), in.raw(), in.varint(), in.text());
            case 6 -> new Operation.CreateSession(RecordCodec.session(in));
            case 7 -> new Operation.DestroySession(in.text(), in.text());
            case 8 -> new Operation.RenewSession(in.text());
            case 9 -> new Operation.RenewAllSessions();
            case 10 -> new Operation.ExpireSessions(in.texts());
            case 11 -> new Operation.ExpireKeys(in.texts());
            case 12 ->
                new Operation.Transaction(
                        Fields.list(in, () -> StepCodec.read(in)), new Basis(in.varint(), in.texts()));
            case 13 -> new Operation.Import(Fields.list(in, () -> put(in)));
            case 14 ->
                new Operation.TakeOver(
                        in.text(),
                        Fields.bytes(in),
                        in.varint(),
                        in.varint(),
                        in.text(),
                        in.text().intern());
            case 15 -> new Operation.ForgetConflict(in.text(), in.text());
            case 16 -> new Operation.NameLog(in.text());
            case 17 -> new Operation.Restore(Fields.list(in, () -> restored(in)));
            case 18 -> new Operation.KeepDocument(in.text(), Fields.bytes(in), in.varint());
            case 19 -> new Operation.KeepQuery(RecordCodec.query(in), in.bool());
            case 20 -> new Operation.DeleteQuery(in.text());
            default -> throw in.corrupt("an operation that this version does not know");
        };
    }
}
