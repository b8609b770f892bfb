package engine.kv;

import engine.state.WireReader;
import engine.state.WireWriter;

/** The binary form of the steps of transactions. */
final class StepCodec {

    private StepCodec() {}

    static void write(WireWriter out, Step step) {
        switch (step) {
            case Step.Set(var key, var value, var flags) -> {
                one(out, 1, key);
                out.raw(value);
                out.varint(flags);
            }
            case Step.Cas(var key, var value, var flags, var index) -> {
                one(out, 2, key);
                out.raw(value);
                out.varint(flags);
                out.varint(index);
            }
            case Step.Lock(var key, var value, var flags, var session) -> {
                one(out, 3, key);
                out.raw(value);
                out.varint(flags);
                out.text(session);
            }
            case Step.Unlock(var key, var value, var flags, var session) -> {
                one(out, 4, key);
                out.raw(value);
                out.varint(flags);
                out.text(session);
            }
            case Step.Get(var key) -> one(out, 5, key);
            case Step.GetOrEmpty(var key) -> one(out, 6, key);
            case Step.GetTree(var prefix) -> one(out, 7, prefix);
            case Step.CheckIndex(var key, var index) -> {
                one(out, 8, key);
                out.varint(index);
            }
            case Step.CheckSession(var key, var session) -> {
                one(out, 9, key);
                out.text(session);
            }
            case Step.CheckNotExists(var key) -> one(out, 10, key);
            case Step.Delete(var key) -> one(out, 11, key);
            case Step.DeleteCas(var key, var index) -> {
                one(out, 12, key);
                out.varint(index);
            }
            case Step.DeleteTree(var prefix) -> one(out, 13, prefix);
            case Step.DeleteSession(var id) -> one(out, 14, id);
            case Step.Catalog(var effects) -> {
                out.u8(15);
                out.raw(effects);
            }
            case Step.Wrong(var what) -> one(out, 16, what);
        }
    }

    private static void one(WireWriter out, int tag, String text) {
        out.u8(tag);
        out.text(text);
    }

    static Step read(WireReader in) {
        return switch (in.u8()) {
            case 1 -> new Step.Set(in.text(), in.raw(), in.varint());
            case 2 -> new Step.Cas(in.text(), in.raw(), in.varint(), in.varint());
            case 3 -> new Step.Lock(in.text(), in.raw(), in.varint(), in.text());
            case 4 -> new Step.Unlock(in.text(), in.raw(), in.varint(), in.text());
            case 5 -> new Step.Get(in.text());
            case 6 -> new Step.GetOrEmpty(in.text());
            case 7 -> new Step.GetTree(in.text());
            case 8 -> new Step.CheckIndex(in.text(), in.varint());
            case 9 -> new Step.CheckSession(in.text(), in.text());
            case 10 -> new Step.CheckNotExists(in.text());
            case 11 -> new Step.Delete(in.text());
            case 12 -> new Step.DeleteCas(in.text(), in.varint());
            case 13 -> new Step.DeleteTree(in.text());
            case 14 -> new Step.DeleteSession(in.text());
            case 15 -> new Step.Catalog(in.raw());
            case 16 -> new Step.Wrong(in.text());
            default -> throw in.corrupt("a step that this version does not know");
        };
    }
}
