package engine.dns;

import engine.dns.Responder.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/**
 * The resolvers that are asked for other names, one after the other until one answers. A query that is under way already
 * is not sent again, which also ends a circle of agents that ask each other. For any thread.
 */
final class Recursors {
    private final Supplier<DnsSettings.Recursors> settings;
    private final Map<String, CompletableFuture<Message>> underWay = new ConcurrentHashMap<>();

    Recursors(Supplier<DnsSettings.Recursors> settings) {
        this.settings = settings;
    }

    /**
     * The first answer that is one: NOERROR or NXDOMAIN. What came truncated over UDP is asked for again over TCP (RFC
     * 7766 5). Fails when nobody has one.
     */
    CompletableFuture<Message> ask(Message query, Transport transport) {
        String key = key(query, transport);
        var mine = new CompletableFuture<Message>();
        CompletableFuture<Message> known = underWay.putIfAbsent(key, mine);
        if (known != null) {
            return known.thenApply(Message::clone);
        }
        List<InetSocketAddress> servers = new ArrayList<>(settings.get().servers());
        if (settings.get().random()) {
            Collections.shuffle(servers, ThreadLocalRandom.current());
        }
        next(query, transport, servers, 0).whenComplete((answer, failure) -> {
            underWay.remove(key);
            if (failure == null) {
                mine.complete(answer);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return mine.thenApply(Message::clone);
    }

    private CompletableFuture<Message> next(
            Message query, Transport transport, List<InetSocketAddress> servers, int turn) {
        if (turn == servers.size()) {
            return CompletableFuture.failedFuture(new IOException("no recursor answered"));
        }
        return resolver(servers.get(turn), transport)
                .sendAsync(query)
                .toCompletableFuture()
                .handle((answer, failure) -> failure == null && decides(answer)
                        ? CompletableFuture.completedFuture(answer)
                        : next(query, transport, servers, turn + 1))
                .thenCompose(answer -> answer);
    }

    private static boolean decides(Message answer) {
        return answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN;
    }

    private SimpleResolver resolver(InetSocketAddress server, Transport transport) {
        var resolver = new SimpleResolver(server);
        resolver.setTimeout(settings.get().timeout());
        resolver.setTCP(transport == Transport.TCP);
        // The client's own OPT record is passed on, and none is made up.
        resolver.setEDNS(-1);
        return resolver;
    }

    /** All of the query but its id. */
    private static String key(Message query, Transport transport) {
        byte[] wire = query.toWire();
        return transport + new String(wire, 2, wire.length - 2, StandardCharsets.ISO_8859_1);
    }

    static int id() {
        return ThreadLocalRandom.current().nextInt(1 << 16);
    }

    /** Empty for what is no message. */
    static Optional<Message> parsed(byte[] wire) {
        try {
            return Optional.of(new Message(wire));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    static Message read(byte[] wire) {
        try {
            return new Message(wire);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    static void withoutCookies(Message message) {
        OPTRecord opt = message.getOPT();
        List<EDNSOption> kept = opt.getOptions().stream()
                .filter(option -> !(option instanceof CookieOption))
                .toList();
        Record other =
                new OPTRecord(opt.getPayloadSize(), opt.getExtendedRcode(), opt.getVersion(), opt.getFlags(), kept);
        message.removeRecord(opt, Section.ADDITIONAL);
        message.addRecord(other, Section.ADDITIONAL);
    }
}
