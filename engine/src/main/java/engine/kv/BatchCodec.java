package engine.kv;

import engine.state.WireReader;
import engine.state.WireWriter;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** The binary form of batches, which is what the log keeps, and of commands on their way to the leader. */
public final class BatchCodec {
    private static final int VERSION = 1;

    private BatchCodec() {}

    public static ByteString encode(Batch batch) {
        var out = new WireWriter();
        out.u8(VERSION);
        out.varint(batch.millis());
        out.varint(batch.indexHint());
        write(out, batch.commands());
        return ByteString.fromArrayUnsafe(out.toBytes());
    }

    /**
     * What {@link #encode} wrote.
     *
     * @throws IllegalArgumentException with the offset for anything else
     */
    public static Batch decode(ByteString bytes) {
        var in = new WireReader(bytes.toArrayUnsafe());
        Fields.version(in, VERSION);
        var batch = new Batch(in.varint(), in.varint(), read(in));
        in.end();
        return batch;
    }

    /** Commands alone. */
    public static ByteString encodeCommands(List<Command> commands) {
        var out = new WireWriter();
        out.u8(VERSION);
        write(out, commands);
        return ByteString.fromArrayUnsafe(out.toBytes());
    }

    /**
     * What {@link #encodeCommands} wrote.
     *
     * @throws IllegalArgumentException with the offset for anything else
     */
    public static List<Command> decodeCommands(ByteString bytes) {
        var in = new WireReader(bytes.toArrayUnsafe());
        Fields.version(in, VERSION);
        var commands = read(in);
        in.end();
        return List.copyOf(commands);
    }

    private static void write(WireWriter out, List<Command> commands) {
        var references = new References.Writing(out);
        Fields.list(out, commands, command -> {
            out.varint(command.client().born());
            references.text(command.client().unique());
            out.varint(command.sequence());
            out.varint(command.sequence() - command.done());
            references.text(command.origin().by());
            OperationCodec.write(out, command.operation());
        });
    }

    private static List<Command> read(WireReader in) {
        var references = new References.Reading(in);
        return Fields.list(in, () -> {
            var client = new ClientId(in.varint(), references.text());
            var sequence = in.varint();
            var done = sequence - in.varint();
            return new Command(client, sequence, done, new Origin(references.text()), OperationCodec.read(in));
        });
    }
}
