package engine.proposal;

import engine.kv.BatchCodec;
import engine.kv.ClientId;
import engine.state.WireReader;
import engine.state.WireWriter;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** The binary form of {@link Wire}. Pekko makes it by reflection. */
final class ProposalSerializer extends SerializerWithStringManifest {

    @Override
    public int identifier() {
        return 720_004;
    }

    @Override
    public String manifest(Object message) {
        return switch ((Wire) message) {
            case Wire.Propose _ -> "P";
            case Wire.Refused _ -> "R";
        };
    }

    @Override
    public byte[] toBinary(Object message) {
        var out = new WireWriter();
        switch ((Wire) message) {
            case Wire.Propose(var from, var sender, var frame, var term, var commands) -> {
                out.text(from);
                out.text(sender);
                out.varint(frame);
                out.varint(term);
                out.raw(BatchCodec.encodeCommands(commands));
            }
            case Wire.Refused(var sender, var frame, var commands) -> {
                out.text(sender);
                out.varint(frame);
                out.varint(commands.size());
                for (var id : commands) {
                    out.varint(id.client().born());
                    out.text(id.client().unique());
                    out.varint(id.sequence());
                }
            }
        }
        return out.toBytes();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        var in = new WireReader(bytes);
        try {
            var message = switch (manifest) {
                case "P" ->
                    new Wire.Propose(
                            in.text(), in.text(), in.varint(), in.varint(), BatchCodec.decodeCommands(in.raw()));
                case "R" -> new Wire.Refused(in.text(), in.varint(), ids(in));
                default ->
                    throw new NotSerializableException("no message between proposals has the manifest " + manifest);
            };
            in.end();
            return message;
        } catch (IllegalArgumentException e) {
            throw new NotSerializableException("a message between proposals is not whole: " + e.getMessage());
        }
    }

    private static List<CommandId> ids(WireReader in) {
        var count = in.count();
        var ids = new ArrayList<CommandId>(count);
        for (var i = 0; i < count; i++) {
            ids.add(new CommandId(new ClientId(in.varint(), in.text()), in.varint()));
        }
        return ids;
    }
}
