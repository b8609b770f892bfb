package engine.dns;

import engine.dns.AnswerWriter.Room;
import engine.dns.DnsSettings.Recursors;
import engine.metrics.DnsMeter;
import engine.metrics.Metrics;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;

/** From the bytes of a query to the bytes of its answer, whatever the bytes are. Keeps scratch space: one per thread. */
final class Responder {
    private static final int PLAIN_UDP = 512;
    static final int MAX_UDP = AnswerWriter.UDP_PAYLOAD;
    static final int MAX_TCP = 65_535;

    /** Older answers are counted as such, as in Consul. */
    static final Duration STALE = Duration.ofSeconds(5);

    private final Supplier<Zone> zone;
    private final Faults faults = new Faults(LoggerFactory.getLogger(Responder.class));
    private final AnswerWriter writer = new AnswerWriter();
    private final Options options = new Options();
    private final RateLimit limit = new RateLimit();
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

    /** What became of a query. */
    enum Outcome {
        /** Nothing is to be sent. */
        IGNORED,
        ANSWERED,
        /** Others are to be asked; until they have answered, this is what could be said. */
        BEYOND
    }

    /**
     * Answers one query.
     *
     * @param query consumed
     * @param client who asks; null when it is not known, who then has nobody else asked
     * @param answer filled and flipped unless the query is ignored; its capacity is {@link #MAX_UDP} or {@link #MAX_TCP} at
     *     least
     */
    Outcome answer(ByteBuffer query, Transport transport, @Nullable InetAddress client, ByteBuffer answer) {
        return answer(query, transport, client, Knowledge.WHOLE, answer);
    }

    private Outcome answer(
            ByteBuffer query,
            Transport transport,
            @Nullable InetAddress client,
            Knowledge knowledge,
            ByteBuffer answer) {
        long began = DnsMeter.begin();
        int start = query.position();
        try {
            return switch (Query.parse(query)) {
                case Query.Ignored _ -> Outcome.IGNORED;
                case Query.Refused refused -> {
                    writer.refuse(refused, answer);
                    yield Outcome.ANSWERED;
                }
                case Query.Asking asking -> {
                    Zone now = zone.get();
                    Reply reply = asking.rcode() == Rcode.NOERROR
                            ? reply(now, asking, knowledge)
                            : Reply.error(asking.rcode());
                    boolean recursion = recursion(now.settings().recursors(), client);
                    boolean more = write(asking, reply, now, transport, client, answer, recursion);
                    meter.answered(transport == Transport.TCP, asking.type(), reply.rcode(), began);
                    countStale(now, asking, reply);
                    yield more && recursion && asking.recursionDesired() ? Outcome.BEYOND : Outcome.ANSWERED;
                }
            };
        } catch (RuntimeException e) {
            // A bug here or in the directory costs this query, not the thread that serves all of them.
            faults.report("answering a query", e);
            writer.refuse(
                    new Query.Refused(query.getShort(start) & 0xffff, Opcode.QUERY, false, Rcode.SERVFAIL), answer);
            return Outcome.ANSWERED;
        }
    }

    /** As Consul counts: answers that are, not the SERVFAIL in place of those that are too old. */
    private static void countStale(Zone zone, Query.Asking asking, Reply reply) {
        if (reply.rcode() != Rcode.SERVFAIL
                && zone.age().compareTo(STALE) > 0
                && zone.covers(asking.name(), asking.type())) {
            Metrics.DNS_STALE.increment();
        }
    }

    private static boolean recursion(Recursors recursors, @Nullable InetAddress client) {
        return client != null && recursors.serves(client);
    }

    /** Writes a reply; whether there is more beyond it. */
    private boolean write(
            Query.Asking asking,
            Reply reply,
            Zone now,
            Transport transport,
            @Nullable InetAddress client,
            ByteBuffer answer,
            boolean recursion) {
        writer.write(asking, reply, room(asking, transport, client, now, recursion), answer);
        return reply.beyond() != null;
    }

    /** What the zone says to a query by itself. */
    Reply own(Query.Asking asking) {
        return zone.get().answer(asking.name(), asking.type());
    }

    /** The bytes of a reply to the query of a client that may have others asked. */
    byte[] write(Query.Asking asking, Reply reply, Transport transport, InetAddress client) {
        ByteBuffer answer = ByteBuffer.allocate(transport == Transport.UDP ? MAX_UDP : MAX_TCP);
        write(asking, reply, zone.get(), transport, client, answer, true);
        var bytes = new byte[answer.remaining()];
        answer.get(bytes);
        return bytes;
    }

    /**
     * The header and question of a response, with TC: the client is to ask over TCP. Of what is no question, its refusal.
     *
     * @param query consumed
     * @param answer filled and flipped
     */
    void truncated(ByteBuffer query, ByteBuffer answer) {
        switch (Query.parse(query)) {
            case Query.Ignored _ -> answer.limit(0);
            case Query.Refused refused -> writer.refuse(refused, answer);
            case Query.Asking asking -> writer.truncate(asking, answer);
        }
    }

    /**
     * Whether the client may get a response over UDP, and which.
     *
     * @param now nanoseconds
     */
    RateLimit.Verdict judge(ByteBuffer query, InetAddress client, long now) {
        int perSecond = zone.get().settings().form().responsesPerSecond();
        if (perSecond == 0) {
            return RateLimit.Verdict.SEND;
        }
        boolean known = Query.parse(query) instanceof Query.Asking asking && options.known(asking.edns(), client);
        return known ? RateLimit.Verdict.SEND : limit.judge(client, perSecond, now);
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
        return unknown(question, transport).orElseThrow();
    }

    /** SERVFAIL to what is a question. */
    Optional<byte[]> unknown(byte[] query, Transport transport) {
        return answer(query, transport, Knowledge.NONE);
    }

    private Optional<byte[]> answer(byte[] query, Transport transport, Knowledge knowledge) {
        ByteBuffer answer = ByteBuffer.allocate(
                switch (transport) {
                    case UDP -> MAX_UDP;
                    case TCP -> MAX_TCP;
                });
        if (answer(ByteBuffer.wrap(query), transport, null, knowledge, answer) == Outcome.IGNORED) {
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
    private Room room(
            Query.Asking query, Transport transport, @Nullable InetAddress client, Zone now, boolean recursion) {
        DnsSettings settings = now.settings();
        DnsSettings.Form form = settings.form();
        int size = longest(query, transport);
        Optional<ToDoubleFunction<String>> near =
                form.order() == DnsSettings.Order.NEAR ? now.distances(asker(query, client)) : Optional.empty();
        return new Room(
                size,
                size == PLAIN_UDP ? settings.udpAnswerLimit() : 0,
                settings.enableTruncate(),
                form.compress(),
                form.minimal(),
                form.order(),
                near.orElse(Responder::unmeasured),
                recursion,
                options.of(query.edns(), client, form.nsid(), near.isPresent()));
    }

    private static double unmeasured(String node) {
        return Double.NaN;
    }

    /** Whom the answer is for: the client's own network where a resolver between tells it (RFC 7871). */
    private static @Nullable InetAddress asker(Query.Asking query, @Nullable InetAddress client) {
        Optional<InetAddress> told = query.edns()
                .option(ClientSubnetOption.class)
                .filter(subnet -> subnet.getSourcePrefixLength() > 0)
                .map(ClientSubnetOption::getAddress);
        return told.isPresent() ? told.get() : client;
    }
}
