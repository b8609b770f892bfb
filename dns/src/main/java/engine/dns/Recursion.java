package engine.dns;

import engine.dns.Query.Asking;
import engine.dns.Responder.Transport;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Has recursors answer what the zone cannot: names outside of it, reverse names that it does not know, and the targets
 * of its CNAMEs. For any thread.
 */
final class Recursion {
    private static final Logger LOG = LoggerFactory.getLogger(Recursion.class);
    /** Most queries under way at once; one more is SERVFAIL. */
    private static final int OUTSTANDING = 2_000;

    private final Responders responders;
    private final Recursors recursors;
    private final AtomicInteger outstanding = new AtomicInteger();

    Recursion(Responders responders, Recursors recursors) {
        this.responders = responders;
        this.recursors = recursors;
    }

    /**
     * Answers a query of which the zone said {@link Responder.Outcome#BEYOND}.
     *
     * @param client one that may have names asked for
     * @param reply gets the answer, once, on any thread, this one too
     */
    void answer(byte[] query, Transport transport, InetAddress client, Consumer<byte[]> reply) {
        if (!(Query.parse(ByteBuffer.wrap(query)) instanceof Asking asking)) {
            return;
        }
        Reply own = responders.use(responder -> responder.own(asking));
        Name beyond = own.beyond();
        if (beyond == null || outstanding.incrementAndGet() > OUTSTANDING) {
            outstanding.updateAndGet(count -> beyond == null ? count : count - 1);
            reply.accept(write(asking, beyond == null ? own : Reply.error(Rcode.SERVFAIL), transport, client));
            return;
        }
        boolean whole = own.answers().isEmpty();
        recursors
                .ask(whole ? passedOn(query) : question(beyond, asking.type()), transport)
                .handle((message, failure) -> {
                    outstanding.decrementAndGet();
                    if (failure != null) {
                        LOG.debug("DNS: no recursor answered {}: {}", beyond, failure.toString());
                        return write(asking, whole ? Reply.error(Rcode.SERVFAIL) : own, transport, client);
                    }
                    return whole
                            ? passedBack(query, asking, message, transport, client)
                            : write(asking, own.and(found(message)), transport, client);
                })
                .thenAccept(reply);
    }

    private byte[] write(Asking asking, Reply reply, Transport transport, InetAddress client) {
        return responders.use(responder -> responder.write(asking, reply, transport, client));
    }

    /** The query as it came, but for cookies, which are between neighbours alone (RFC 7873 5.2), and its id. */
    private static Message passedOn(byte[] query) {
        Message message = Recursors.read(query);
        message.getHeader().setID(Recursors.id());
        if (message.getOPT() != null) {
            Recursors.withoutCookies(message);
        }
        return message;
    }

    /** Where only an address would help, one is asked for. */
    private static Message question(Name name, int type) {
        return Message.newQuery(Record.newRecord(name, type == Type.ANY ? Type.A : type, DClass.IN));
    }

    /** What a recursor said, with the query's id and letters, as long as the client takes it. */
    private byte[] passedBack(byte[] query, Asking asking, Message message, Transport transport, InetAddress client) {
        message.getHeader().setFlag(Flags.RA);
        byte[] wire = message.toWire(Responder.longest(asking, transport));
        return new Forwarded(query, asking, transport)
                .accept(wire)
                .orElseGet(() -> write(asking, Reply.error(Rcode.SERVFAIL), transport, client));
    }

    private static List<Rr> found(Message message) {
        return message.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() != Type.RRSIG)
                .map(Rr::of)
                .toList();
    }
}
