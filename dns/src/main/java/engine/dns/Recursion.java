package engine.dns;

import engine.dns.Query.Asking;
import engine.dns.Responder.Transport;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    /** The bit in the fourth byte of an answer that says that others are asked. */
    private static final int RA = 0x80;

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
        var open = new Open(new Forwarded(query, asking, transport), client);
        Name beyond = own.beyond();
        if (beyond == null) {
            reply.accept(write(open, own));
            return;
        }
        Reply rest = own.answers().isEmpty() ? Reply.error(Rcode.SERVFAIL) : own;
        ask(open, own, beyond, () -> write(open, rest), reply);
    }

    /**
     * Goes on where the answer of a server ends.
     *
     * @param answer for the client, who gets it as it is when nobody knows more
     * @param reply gets the answer, once, on any thread, this one too
     */
    void goOn(Forwarded forwarded, InetAddress client, Zone zone, byte[] answer, Consumer<byte[]> reply) {
        if (!zone.settings().recursors().serves(client)) {
            reply.accept(answer);
            return;
        }
        answer[3] |= (byte) RA;
        Optional<Name> beyond =
                forwarded.asking().recursionDesired() ? forwarded.beyond(answer, zone) : Optional.empty();
        if (beyond.isEmpty()) {
            reply.accept(answer);
            return;
        }
        var open = new Open(forwarded, client);
        ask(open, Reply.of(Recursors.read(answer), forwarded.asking().name()), beyond.get(), () -> answer, reply);
    }

    /** A query that others are asked about. */
    private record Open(Forwarded query, InetAddress client) {}

    /** @param own what is known; without answers the query as it came is asked */
    private void ask(Open open, Reply own, Name beyond, Supplier<byte[]> otherwise, Consumer<byte[]> reply) {
        if (outstanding.incrementAndGet() > OUTSTANDING) {
            outstanding.decrementAndGet();
            reply.accept(write(open, Reply.error(Rcode.SERVFAIL)));
            return;
        }
        boolean whole = own.answers().isEmpty();
        recursors
                .ask(
                        whole
                                ? passedOn(open.query.query())
                                : question(beyond, open.query.asking().type()),
                        open.query.transport())
                .handle((message, failure) -> {
                    outstanding.decrementAndGet();
                    if (failure != null) {
                        LOG.debug("DNS: no recursor answered {}: {}", beyond, failure.toString());
                        return otherwise.get();
                    }
                    return whole ? passedBack(open, message) : write(open, own.and(found(message)));
                })
                .thenAccept(reply);
    }

    private byte[] write(Open open, Reply reply) {
        return responders.use(
                responder -> responder.write(open.query.asking(), reply, open.query.transport(), open.client));
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
    private byte[] passedBack(Open open, Message message) {
        message.getHeader().setFlag(Flags.RA);
        return open.query
                .accept(message.toWire(open.query.longest()))
                .orElseGet(() -> write(open, Reply.error(Rcode.SERVFAIL)));
    }

    private static List<Rr> found(Message message) {
        return message.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() != Type.RRSIG)
                .map(Rr::of)
                .toList();
    }
}
