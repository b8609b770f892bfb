package engine.dns;

import engine.dns.AnswerWriter.Room;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** From the bytes of a query to the bytes of its answer, whatever the bytes are. Keeps scratch space: one per thread. */
final class Responder {
    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
    private static final int PLAIN_UDP = 512;
    static final int MAX_UDP = AnswerWriter.UDP_PAYLOAD;
    static final int MAX_TCP = 65_535;

    private final Supplier<Zone> zone;
    private final AnswerWriter writer = new AnswerWriter();

    /** How a query came, and so how long its answer may be. */
    enum Transport {
        UDP,
        TCP
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
        return switch (Query.parse(query)) {
            case Query.Ignored _ -> false;
            case Query.Refused refused -> {
                writer.refuse(refused, answer);
                yield true;
            }
            case Query.Asking asking -> {
                Zone now = zone.get();
                Reply reply = asking.rcode() == Rcode.NOERROR ? resolve(now, asking) : Reply.error(asking.rcode());
                writer.write(asking, reply, room(asking, transport, now.settings()), answer);
                yield true;
            }
        };
    }

    /** A fault of the directory costs this query, not the thread that serves all of them. */
    private static Reply resolve(Zone zone, Query.Asking asking) {
        try {
            return zone.answer(asking.name(), asking.type());
        } catch (RuntimeException e) {
            LOG.error("DNS: no answer to {} {}", asking.name(), Type.string(asking.type()), e);
            return Reply.error(Rcode.SERVFAIL);
        }
    }

    /** The same from array to array. */
    Optional<byte[]> answer(byte[] query, Transport transport) {
        ByteBuffer answer = ByteBuffer.allocate(MAX_TCP);
        if (!answer(ByteBuffer.wrap(query), transport, answer)) {
            return Optional.empty();
        }
        var bytes = new byte[answer.remaining()];
        answer.get(bytes);
        return Optional.of(bytes);
    }

    /** 512 bytes over UDP without EDNS (RFC 1035 2.3.4), else what the client takes (RFC 6891 6.2.5). */
    private static Room room(Query.Asking query, Transport transport, DnsSettings settings) {
        return switch (transport) {
            case TCP -> new Room(MAX_TCP, 0, settings.enableTruncate());
            case UDP -> {
                int size = Math.clamp(query.edns().size(), PLAIN_UDP, MAX_UDP);
                yield new Room(size, size == PLAIN_UDP ? settings.udpAnswerLimit() : 0, settings.enableTruncate());
            }
        };
    }
}
