package engine.dns;

import engine.dns.DnsSettings.Freshness;
import engine.dns.Query.Asking;
import engine.dns.Responder.Transport;
import engine.metrics.Metrics;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Rcode;

/**
 * Has queries answered by a server. Where there is none a query gets what a server said last, if that is kept, else what this
 * agent knows itself, and one that it does not know SERVFAIL: elsewhere there may be an answer. One that is not answered in time gets
 * what is kept or SERVFAIL: a server may be there, and know more than this agent. Safe for many threads.
 */
final class Forwarder {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    private final Upstream upstream;
    private final Supplier<Zone> zone;
    private final Responders responders;
    private final Recursion recursion;
    private final Limits limits;
    private final KeptAnswers kept = new KeptAnswers();
    private final AtomicInteger outstanding = new AtomicInteger();

    /**
     * What clients may use.
     *
     * @param outstanding most queries that a server has at once; one more is answered SERVFAIL
     * @param timeout longest time for the server to answer one
     */
    record Limits(int outstanding, Duration timeout) {
        static final Limits DEFAULT = new Limits(10_000, Duration.ofSeconds(2));
    }

    Forwarder(Upstream upstream, Supplier<Zone> zone, Responders responders, Recursion recursion, Limits limits) {
        this.upstream = upstream;
        this.zone = zone;
        this.responders = responders;
        this.recursion = recursion;
        this.limits = limits;
    }

    /**
     * Takes a query that depends on what is registered.
     *
     * @param query not consumed
     * @param client who asks
     * @param reply gets the answer, once, on any thread, this one too
     * @return false for any other query, which is to be answered here
     */
    boolean take(ByteBuffer query, Transport transport, InetAddress client, Consumer<byte[]> reply) {
        Optional<Asking> asking = covered(query);
        asking.ifPresent(taken -> take(query, taken, transport, client, reply));
        return asking.isPresent();
    }

    /** Takes a query that is {@link #covered}. */
    void take(ByteBuffer query, Asking asking, Transport transport, InetAddress client, Consumer<byte[]> reply) {
        Metrics.DNS_FORWARDED.increment();
        var bytes = new byte[query.remaining()];
        query.get(query.position(), bytes);
        if (outstanding.incrementAndGet() > limits.outstanding()) {
            outstanding.decrementAndGet();
            reply.accept(responders.use(responder -> responder.failed(bytes, transport)));
        } else {
            forward(new Forwarded(bytes, asking, transport), client, reply);
        }
    }

    /** What is asked, where the answer depends on what is registered. */
    Optional<Asking> covered(ByteBuffer query) {
        try {
            return Query.parse(query.duplicate()) instanceof Asking asking
                            && asking.rcode() == Rcode.NOERROR
                            && zone.get().covers(asking.name(), asking.type())
                    ? Optional.of(asking)
                    : Optional.empty();
        } catch (RuntimeException _) {
            return Optional.empty(); // the responder meets it too, and says so
        }
    }

    private void forward(Forwarded forwarded, InetAddress client, Consumer<byte[]> reply) {
        ask(forwarded)
                .orTimeout(limits.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> {
                    outstanding.decrementAndGet();
                    return failure == null
                            ? forwarded
                                    .accept(answer)
                                    .map(accepted -> known(forwarded, accepted))
                                    .orElseGet(() -> alone(forwarded))
                            : unanswered(forwarded, failure);
                })
                .thenAccept(answer -> recursion.goOn(forwarded, client, zone.get(), answer, reply));
    }

    /** An answer of a server, which is kept where that is wanted. */
    private byte[] known(Forwarded forwarded, byte[] answer) {
        if (freshness().keep()) {
            kept.keep(forwarded, answer, System.nanoTime());
        }
        return answer;
    }

    private byte[] unanswered(Forwarded forwarded, Throwable failure) {
        LOG.debug("DNS: no answer from a server: {}", failure.toString());
        var late = failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException;
        return kept.answer(forwarded, freshness(), System.nanoTime())
                .orElseGet(() -> late ? failed(forwarded) : alone(forwarded));
    }

    /** What this agent knows itself is no answer of a server, however fresh. */
    private byte[] alone(Forwarded forwarded) {
        return freshness().maxStale().isZero()
                ? failed(forwarded)
                : responders.use(responder -> responder.alone(forwarded.query(), forwarded.transport()));
    }

    private byte[] failed(Forwarded forwarded) {
        return responders.use(responder -> responder.failed(forwarded.query(), forwarded.transport()));
    }

    private Freshness freshness() {
        return zone.get().settings().freshness();
    }

    /** A stage of its own, so that giving up here does not end one that the port may share. */
    private CompletableFuture<byte[]> ask(Forwarded forwarded) {
        try {
            return upstream.answer(
                            forwarded.query().clone(),
                            forwarded.transport() == Transport.TCP,
                            freshness().maxStale())
                    .toCompletableFuture()
                    .copy();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
