package engine.link;

import engine.state.Key;
import engine.state.Op;
import engine.state.OpCodec;
import engine.state.Value;
import engine.state.WireReader;
import engine.state.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * The binary form of frames: the version of the protocol, a byte for the kind, then the fields. Anything else is refused with
 * {@link IllegalArgumentException}.
 */
final class FrameCodec {
    /** A user event has up to 1 MiB of payload; the rest is for its names. */
    static final int MAX_FRAME = (1 << 20) + (1 << 16);

    private static final int VERSION = 1;
    private static final int HELLO = 1;
    private static final int OWN = 2;
    private static final int WRITE = 3;
    private static final int AGENT_BEAT = 4;
    private static final int LEAVE = 5;
    private static final int WELCOME = 65;
    private static final int REFUSED = 66;
    private static final int DONE = 67;
    private static final int DELIVER = 68;
    private static final int SERVERS = 69;
    private static final int SERVER_BEAT = 70;
    private static final int TELL_AGAIN = 71;

    private FrameCodec() {}

    static ByteString encode(FromAgent frame) {
        var out = begun();
        switch (frame) {
            case FromAgent.Hello h -> {
                out.u8(HELLO);
                out.text(h.node());
                out.text(h.id());
                out.text(h.address());
                out.varint(h.agentPort());
                out.text(h.version());
                out.text(h.datacenter());
                out.varint(h.since());
                out.text(h.lastEvent());
            }
            case FromAgent.Own(var seq, var last, var puts) -> ops(out, OWN, seq, last, puts);
            case FromAgent.Write(var seq, var last, var ops) -> ops(out, WRITE, seq, last, ops);
            case FromAgent.Beat() -> out.u8(AGENT_BEAT);
            case FromAgent.Leave(var seq, var forGood) -> {
                out.u8(LEAVE);
                out.varint(seq);
                out.bool(forGood);
            }
        }
        return bytes(out);
    }

    static ByteString encode(FromServer frame) {
        var out = begun();
        switch (frame) {
            case FromServer.Welcome(var server, var servers) -> {
                out.u8(WELCOME);
                out.text(server);
                servers(out, servers);
            }
            case FromServer.Refused(var sentence) -> {
                out.u8(REFUSED);
                out.text(sentence);
            }
            case FromServer.Done(var seq, var held, var error) -> {
                out.u8(DONE);
                out.varint(seq);
                out.bool(held);
                out.text(error);
            }
            case FromServer.Deliver(var event) -> {
                out.u8(DELIVER);
                OpCodec.write(out, List.of(new Op.Put(new Key.Event(event.id()), event)));
            }
            case FromServer.Servers(var servers) -> {
                out.u8(SERVERS);
                servers(out, servers);
            }
            case FromServer.TellAgain() -> out.u8(TELL_AGAIN);
            case FromServer.Beat() -> out.u8(SERVER_BEAT);
        }
        return bytes(out);
    }

    static FromAgent fromAgent(ByteString frame) {
        var in = opened(frame);
        var read = switch (in.u8()) {
            case HELLO ->
                new FromAgent.Hello(
                        in.text(), in.text(), in.text(), in.int32(), in.text(), in.text(), in.varint(), in.text());
            case OWN -> new FromAgent.Own(in.varint(), in.bool(), puts(in));
            case WRITE -> new FromAgent.Write(in.varint(), in.bool(), OpCodec.read(in));
            case AGENT_BEAT -> new FromAgent.Beat();
            case LEAVE -> new FromAgent.Leave(in.varint(), in.bool());
            default -> throw in.corrupt("a frame of a kind that this version does not know");
        };
        in.end();
        return read;
    }

    static FromServer fromServer(ByteString frame) {
        var in = opened(frame);
        var read = switch (in.u8()) {
            case WELCOME -> new FromServer.Welcome(in.text(), servers(in));
            case REFUSED -> new FromServer.Refused(in.text());
            case DONE -> new FromServer.Done(in.varint(), in.bool(), in.text());
            case DELIVER -> new FromServer.Deliver(event(in));
            case SERVERS -> new FromServer.Servers(servers(in));
            case TELL_AGAIN -> new FromServer.TellAgain();
            case SERVER_BEAT -> new FromServer.Beat();
            default -> throw in.corrupt("a frame of a kind that this version does not know");
        };
        in.end();
        return read;
    }

    private static WireWriter begun() {
        var out = new WireWriter();
        out.u8(VERSION);
        return out;
    }

    private static WireReader opened(ByteString frame) {
        var in = new WireReader(frame.toArrayUnsafe());
        var version = in.u8();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "the other agent speaks version %d of the stream, this one version %d".formatted(version, VERSION));
        }
        return in;
    }

    private static ByteString bytes(WireWriter out) {
        return ByteString.fromArrayUnsafe(out.toBytes());
    }

    private static void ops(WireWriter out, int kind, long seq, boolean last, List<? extends Op> ops) {
        out.u8(kind);
        out.varint(seq);
        out.bool(last);
        OpCodec.write(out, ops);
    }

    private static List<Op.Put> puts(WireReader in) {
        return OpCodec.read(in).stream()
                .map(op -> op instanceof Op.Put put ? put : no(in, "an operation among what a node has"))
                .toList();
    }

    private static Op.Put no(WireReader in, String what) {
        throw in.corrupt(what);
    }

    private static Value.Event event(WireReader in) {
        var ops = OpCodec.read(in);
        if (ops.size() == 1 && ops.getFirst() instanceof Op.Put(var _, Value.Event event)) {
            return event;
        }
        throw in.corrupt("something else than one event");
    }

    private static void servers(WireWriter out, List<HostPort> servers) {
        out.varint(servers.size());
        servers.forEach(server -> {
            out.text(server.host());
            out.varint(server.port());
        });
    }

    private static List<HostPort> servers(WireReader in) {
        var count = in.count();
        var servers = new ArrayList<HostPort>();
        for (var i = 0; i < count; i++) {
            servers.add(new HostPort(in.text(), in.int32()));
        }
        return List.copyOf(servers);
    }
}
