package engine.dns;

import engine.dns.AnswerWriter.Room;
import engine.metrics.DnsMeter;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;

/** From the bytes of a query to the bytes of its answer, whatever the bytes are. Keeps scratch space: one per thread. */
final class Responder {
    private static final int PLAIN_UDP = 512;
    static final int MAX_UDP = AnswerWriter.UDP_PAYLOAD;
    static final int MAX_TCP = 65_535;

    private final Supplier<Zone> zone;
    private final Faults faults = new Faults(LoggerFactory.getLogger(Responder.class));
    private final AnswerWriter writer = new AnswerWriter();
    private final DnsMeter meter = new DnsMeter();

    /** How a query came, and so how long its answer may be. */
    enum Transport {
        UDP,
        TCP
    }

    /** What an answer can be made of. */
    private enum Knowledge {
        /** The directory knows everything: what is not in it does not exist. */
        WHOLE,
        /** The directory knows what is its own: there may be more elsewhere. */
        OWN,
        /** There is no room to look. */
        NONE
    }

    Responder(Supplier<Zone> zone) {
        this.zone = zone;
    }

    /**
     * Answers one query.
     *
     * @param query consumed
     * @param answer filled and flipped; its capacity is {@link #MAX_UDP} or {@link #MAX_TCP} at least
     * @return false when nothing is to be sent
     */
    boolean answer(ByteBuffer query, Transport transport, ByteBuffer answer) {
        return answer(query, transport, Knowledge.WHOLE, answer);
    }

    private boolean answer(ByteBuffer query, Transport transport, Knowledge knowledge, ByteBuffer answer) {
        long began = DnsMeter.begin();
        int start = query.position();
        try {
            return switch (Query.parse(query)) {
                case Query.Ignored _ -> false;
                case Query.Refused refused -> {
                    writer.refuse(refused, answer);
                    yield true;
                }
                case Query.Asking asking -> {
                    Zone now = zone.get();
                    Reply reply = asking.rcode() == Rcode.NOERROR
                            ? reply(now, asking, knowledge)
                            : Reply.error(asking.rcode());
                    writer.write(asking, reply, room(asking, transport, now.settings()), answer);
                    meter.answered(transport == Transport.TCP, asking.type(), reply.rcode(), began);
                    yield true;
                }
            };
        } catch (RuntimeException e) {
            // A bug here or in the directory costs this query, not the thread that serves all of them.
            faults.report("answering a query", e);
            writer.refuse(
                    new Query.Refused(query.getShort(start) & 0xffff, Opcode.QUERY, false, Rcode.SERVFAIL), answer);
            return true;
        }
    }

    private static Reply reply(Zone zone, Query.Asking asking, Knowledge knowledge) {
        return switch (knowledge) {
            case WHOLE -> zone.answer(asking.name(), asking.type());
            case OWN -> {
                Reply reply = zone.answer(asking.name(), asking.type());
                yield reply.rcode() == Rcode.NXDOMAIN ? Reply.error(Rcode.SERVFAIL) : reply;
            }
            case NONE -> Reply.error(Rcode.SERVFAIL);
        };
    }

    /** The same from array to array. */
    Optional<byte[]> answer(byte[] query, Transport transport) {
        return answer(query, transport, Knowledge.WHOLE);
    }

    /** The answer to a question of an agent that reaches no server: what it does not know is SERVFAIL. */
    byte[] alone(byte[] question, Transport transport) {
        return answer(question, transport, Knowledge.OWN).orElseThrow();
    }

    /** SERVFAIL to a question. */
    byte[] failed(byte[] question, Transport transport) {
        return answer(question, transport, Knowledge.NONE).orElseThrow();
    }

    private Optional<byte[]> answer(byte[] query, Transport transport, Knowledge knowledge) {
        ByteBuffer answer = ByteBuffer.allocate(
                switch (transport) {
                    case UDP -> MAX_UDP;
                    case TCP -> MAX_TCP;
                });
        if (!answer(ByteBuffer.wrap(query), transport, knowledge, answer)) {
            return Optional.empty();
        }
        var bytes = new byte[answer.remaining()];
        answer.get(bytes);
        return Optional.of(bytes);
    }

    /** Bytes of the longest answer that the client takes. */
    static int longest(Query.Asking query, Transport transport) {
        return switch (transport) {
            case TCP -> MAX_TCP;
            case UDP -> Math.clamp(query.edns().size(), PLAIN_UDP, MAX_UDP);
        };
    }

    /** 512 bytes over UDP without EDNS (RFC 1035 2.3.4), else what the client takes (RFC 6891 6.2.5). */
    private static Room room(Query.Asking query, Transport transport, DnsSettings settings) {
        int size = longest(query, transport);
        return new Room(size, size == PLAIN_UDP ? settings.udpAnswerLimit() : 0, settings.enableTruncate());
    }
}
