package engine.http;

import engine.http.protocol.ClientLimit;
import engine.http.protocol.Protocol;
import engine.http.protocol.SocketFile;
import engine.http.sockets.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.stream.Materializer;

/** The sockets of the API, or of a port of agents: takes connections at some addresses and has their requests answered. */
final class Listener {
    /** A blocking query holds a connection: a busy template renderer alone may have a thousand. */
    private static final int MAX_CONNECTIONS = 20_000;

    private static final int BACKLOG = 1024;

    /** Filters and keys are part of the request line. */
    private static final int MAX_LINE = 64 << 10;

    private static final int MAX_CHUNK = 64 << 10;

    private static final long LOOK_MILLIS = 500;

    private static final String TOO_MANY =
            "Your IP is issuing too many concurrent connections, please rate limit your calls\n";

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final List<Channel> bound = new CopyOnWriteArrayList<>();
    private final Connection.Handler handler;
    private final Supplier<Protocol> protocol;
    private final Materializer materializer;
    private final ClientLimit clients = new ClientLimit();
    private final Underway underway = Underway.ofProcess();
    private final int maxConnections;
    private final Optional<Supplier<? extends ChannelHandler>> door;
    private final Future<?> looking;

    /** Of the API. */
    Listener(Connection.Handler handler, Supplier<Protocol> protocol, Materializer materializer) {
        this(handler, protocol, materializer, MAX_CONNECTIONS, Optional.empty());
    }

    /** @param door for a port of agents: makes for each connection what sees its messages before they are requests */
    Listener(
            Connection.Handler handler,
            Supplier<Protocol> protocol,
            Materializer materializer,
            int maxConnections,
            Optional<Supplier<? extends ChannelHandler>> door) {
        this.handler = handler;
        this.protocol = protocol;
        this.materializer = materializer;
        this.maxConnections = maxConnections;
        this.door = door;
        this.looking = EventLoops.all()
                .next()
                .scheduleAtFixedRate(
                        () -> connections.forEach(Connection::look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Takes connections at this address too.
     *
     * @param address with port 0 for any free one
     * @return fails when it cannot be bound
     */
    CompletionStage<Done> bind(SocketAddress address) {
        var bootstrap = new ServerBootstrap()
                .group(EventLoops.all())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new ChannelInitializer<DuplexChannel>() {
                    @Override
                    protected void initChannel(DuplexChannel channel) {
                        admit(channel);
                    }
                });
        if (address instanceof UnixDomainSocketAddress file) {
            return bind(bootstrap.channel(NioServerDomainSocketChannel.class), file);
        }
        var binding = bootstrap
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                // So that the system ends the connections of hosts that vanished.
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                // Who sends no more may still wait for an answer.
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .bind(address);
        bound.add(binding.channel());
        return EventLoops.stage(binding);
    }

    private CompletionStage<Done> bind(ServerBootstrap bootstrap, UnixDomainSocketAddress file) {
        try {
            SocketFile.replace(file.getPath());
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        var binding = bootstrap.bind(file);
        bound.add(binding.channel());
        binding.channel().closeFuture().addListener(_ -> Files.deleteIfExists(file.getPath()));
        return EventLoops.stage(binding).thenCompose(done -> {
            try {
                protocol.get().socketFile().apply(file.getPath());
                return CompletableFuture.completedFuture(done);
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    /** The IP addresses as bound, with their real ports. */
    List<InetSocketAddress> addresses() {
        return bound.stream()
                .map(Channel::localAddress)
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .toList();
    }

    /** Takes no more connections. */
    CompletionStage<Done> unbind() {
        return all(bound.stream().map(channel -> EventLoops.stage(channel.close())));
    }

    /** Takes no more, and ends the connections when their requests are answered, or after {@code limit}. Done when all is over. */
    CompletionStage<Done> terminate(Duration limit) {
        looking.cancel(false);
        connections.forEach(Connection::end);
        return unbind().thenCompose(_ -> ended().toCompletableFuture()
                        .completeOnTimeout(Done.getInstance(), limit.toMillis(), TimeUnit.MILLISECONDS))
                .thenCompose(_ -> {
                    connections.forEach(Connection::abort);
                    return ended();
                });
    }

    private CompletionStage<Done> ended() {
        return all(connections.stream().map(Connection::closed));
    }

    private void admit(DuplexChannel channel) {
        var present = protocol.get();
        var client = channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
        if (client != null && !clients.enter(client, present.maxConnectionsPerClient())) {
            refuse(channel);
            return;
        }
        var connection = new Connection(
                channel,
                underway,
                client == null ? "" : client.getHostAddress(),
                handler,
                protocol,
                materializer,
                door.isPresent());
        connections.add(connection);
        accept(connections.size() < maxConnections);
        channel.closeFuture().addListener(_ -> {
            if (client != null) {
                clients.leave(client);
            }
            connections.remove(connection);
            accept(true);
        });
        var pipeline = channel.pipeline()
                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(MAX_LINE)
                        .setMaxHeaderSize(present.maxHeaderBytes())
                        .setMaxChunkSize(MAX_CHUNK)));
        door.ifPresent(made -> pipeline.addLast(made.get()));
        pipeline.addLast(connection);
    }

    /** As Consul says it since 1.8.2; without having read anything. */
    private static void refuse(Channel channel) {
        var answer = "HTTP/1.1 429 Too Many Requests\r\nContent-Type: text/plain\r\nContent-Length: "
                + TOO_MANY.length() + "\r\nConnection: close\r\n\r\n" + TOO_MANY;
        channel.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** Further ones wait in the queue of the system meanwhile. */
    private void accept(boolean connections) {
        bound.forEach(channel -> channel.config().setAutoRead(connections));
    }

    /** Done when all are, however they end. */
    static CompletionStage<Done> all(Stream<? extends CompletionStage<?>> stages) {
        return CompletableFuture.allOf(
                        stages.map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new))
                .handle((_, _) -> Done.getInstance());
    }
}
