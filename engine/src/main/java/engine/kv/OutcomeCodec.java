package engine.kv;

import engine.state.WireReader;
import engine.state.WireWriter;
import org.apache.pekko.util.ByteString;

/** The binary form of outcomes. */
public final class OutcomeCodec {
    private static final int VERSION = 1;

    private OutcomeCodec() {}

    public static ByteString encode(Outcome outcome) {
        var out = new WireWriter();
        out.u8(VERSION);
        write(out, outcome);
        return ByteString.fromArrayUnsafe(out.toBytes());
    }

    /**
     * What {@link #encode} wrote.
     *
     * @throws IllegalArgumentException with the offset for anything else
     */
    public static Outcome decode(ByteString bytes) {
        var in = new WireReader(bytes.toArrayUnsafe());
        Fields.version(in, VERSION);
        var outcome = read(in);
        in.end();
        return outcome;
    }

    static void write(WireWriter out, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done(var held, var index) -> {
                out.u8(held ? 1 : 0);
                out.varint(index);
            }
            case Outcome.SessionMade(var id, var index) -> {
                out.u8(2);
                out.text(id);
                out.varint(index);
            }
            case Outcome.SessionRenewed(var session) -> {
                out.u8(3);
                RecordCodec.session(out, session);
            }
            case Outcome.NoSuchSession(var id) -> {
                out.u8(4);
                out.text(id);
            }
            case Outcome.TransactionDone(var results, var index) -> {
                out.u8(5);
                Fields.list(out, results, result -> {
                    out.varint(result.step());
                    out.text(result.key());
                    RecordCodec.entry(out, result.entry());
                });
                out.varint(index);
            }
            case Outcome.TransactionFailed(var errors) -> {
                out.u8(6);
                Fields.list(out, errors, error -> {
                    out.varint(error.step());
                    out.text(error.what());
                });
            }
            case Outcome.Refused(var sentence) -> {
                out.u8(7);
                out.text(sentence);
            }
            case Outcome.Forgotten() -> out.u8(8);
        }
    }

    static Outcome read(WireReader in) {
        return switch (in.u8()) {
            case 0 -> new Outcome.Done(false, in.varint());
            case 1 -> new Outcome.Done(true, in.varint());
            case 2 -> new Outcome.SessionMade(in.text(), in.varint());
            case 3 -> new Outcome.SessionRenewed(RecordCodec.session(in));
            case 4 -> new Outcome.NoSuchSession(in.text());
            case 5 -> {
                var results = Fields.list(in, () -> new StepResult(in.int32(), in.text(), RecordCodec.entry(in)));
                yield new Outcome.TransactionDone(results, in.varint());
            }
            case 6 -> new Outcome.TransactionFailed(Fields.list(in, () -> new StepError(in.int32(), in.text())));
            case 7 -> new Outcome.Refused(in.text());
            case 8 -> new Outcome.Forgotten();
            default -> throw in.corrupt("an outcome that this version does not know");
        };
    }
}
