package engine.http;

import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.http.protocol.Protocol;
import io.netty.channel.ChannelHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Materializer;

/** A port on which the requests of other agents come. Answers go as they are: who asked hands them on to those who want them else. */
public final class PeerPort {
    private final Listener listener;
    private final InetSocketAddress address;

    private PeerPort(Listener listener, InetSocketAddress address) {
        this.listener = listener;
        this.address = address;
    }

    /** Answers a request; never fails. */
    @FunctionalInterface
    public interface Handler {
        /**
         * The request's body must be read or discarded, the answer's will be.
         *
         * @param client address of who sent it
         */
        CompletionStage<HttpResponse> handle(HttpRequest request, String client);
    }

    /**
     * What is taken.
     *
     * @param maxConnections further ones wait in the queue of the system
     * @param idle how long a connection without a request is kept
     */
    public record Limits(int maxConnections, Duration idle) {}

    /**
     * Binds it.
     *
     * @param address with port 0 for any free one
     * @param door makes for each connection what sees its messages first, and may take it over: it then removes the last handler of the
     *     pipeline
     * @return fails when it cannot be bound
     */
    public static CompletionStage<PeerPort> bind(
            ActorSystem<?> system,
            InetSocketAddress address,
            Limits limits,
            Handler handler,
            Supplier<? extends ChannelHandler> door) {
        var usual = Protocol.DEFAULT;
        var protocol = new Protocol(
                0,
                usual.maxHeaderBytes(),
                usual.headerTimeout(),
                limits.idle(),
                Map.of(),
                usual.blockEndpoints(),
                usual.allowWriteFrom(),
                usual.useCache(),
                true,
                Protocol.AccessLog.OFF,
                usual.socketFile());
        var listener = new Listener(
                request -> handler.handle(RequestHead.message(request), request.client())
                        .thenApply(Answer::of),
                () -> protocol,
                Materializer.createMaterializer(system),
                limits.maxConnections(),
                Optional.of(door));
        system.getWhenTerminated().thenCompose(_ -> listener.terminate(Duration.ZERO));
        return listener.bind(address).handle((_, failure) -> {
            if (failure != null) {
                listener.terminate(Duration.ZERO);
                throw new CompletionException(failure);
            }
            return new PeerPort(listener, listener.addresses().getFirst());
        });
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return address;
    }

    /** Takes no more connections. */
    public CompletionStage<Done> unbind() {
        return listener.unbind();
    }

    /** Ends the connections when their requests are answered, and all that are left after {@code limit}. */
    public CompletionStage<Done> terminate(Duration limit) {
        return listener.terminate(limit);
    }
}
