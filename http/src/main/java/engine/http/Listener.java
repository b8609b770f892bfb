package engine.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.stream.Materializer;

/** The sockets of the API: takes connections at some addresses and has their requests answered. */
final class Listener {
    /** A blocking query holds a connection: a busy template renderer alone may have a thousand. */
    private static final int MAX_CONNECTIONS = 20_000;

    private static final int BACKLOG = 1024;

    /** Filters and keys are part of the request line. */
    private static final int MAX_LINE = 64 << 10;

    private static final int MAX_HEADERS = 64 << 10;
    private static final int MAX_CHUNK = 64 << 10;

    /** Daemons that do nothing but read, answer and write: one for each processor. */
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            new DefaultThreadFactory("http", true),
            NioIoHandler.newFactory());

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final List<Channel> bound = new CopyOnWriteArrayList<>();
    private final Connection.Handler handler;
    private final Materializer materializer;

    Listener(Connection.Handler handler, Materializer materializer) {
        this.handler = handler;
        this.materializer = materializer;
    }

    /**
     * Takes connections at this address too.
     *
     * @param address with port 0 for any free one
     * @return fails when it cannot be bound
     */
    CompletionStage<Done> bind(InetSocketAddress address) {
        var binding = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                // So that the system ends the connections of hosts that vanished.
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                // Who sends no more may still wait for an answer.
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        admit(channel);
                    }
                })
                .bind(address);
        bound.add(binding.channel());
        return stage(binding);
    }

    /** The addresses as bound, with their real ports. */
    List<InetSocketAddress> addresses() {
        return bound.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    /** Takes no more connections. */
    CompletionStage<Done> unbind() {
        return all(bound.stream().map(channel -> stage(channel.close())));
    }

    /** Ends the connections when their requests are answered, or after {@code limit}, and the threads. Done when all is over. */
    CompletionStage<Done> terminate(Duration limit) {
        connections.forEach(Connection::end);
        return all(connections.stream().map(Connection::closed))
                .toCompletableFuture()
                .completeOnTimeout(Done.getInstance(), limit.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(_ -> {
                    connections.forEach(Connection::abort);
                    return stage(loops.shutdownGracefully(0, limit.toMillis(), TimeUnit.MILLISECONDS));
                });
    }

    private void admit(SocketChannel channel) {
        var connection = new Connection(channel, handler, materializer);
        connections.add(connection);
        accept(connections.size() < MAX_CONNECTIONS);
        channel.closeFuture().addListener(_ -> {
            connections.remove(connection);
            accept(true);
        });
        channel.pipeline()
                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(MAX_LINE)
                        .setMaxHeaderSize(MAX_HEADERS)
                        .setMaxChunkSize(MAX_CHUNK)))
                .addLast(connection);
    }

    /** Further ones wait in the queue of the system meanwhile. */
    private void accept(boolean connections) {
        bound.forEach(channel -> channel.config().setAutoRead(connections));
    }

    /** What Netty will have done, as a stage. */
    static CompletionStage<Done> stage(Future<?> future) {
        var stage = new CompletableFuture<Done>();
        future.addListener(result -> {
            if (result.isSuccess()) {
                stage.complete(Done.getInstance());
            } else {
                stage.completeExceptionally(result.cause());
            }
        });
        return stage;
    }

    /** Done when all are, however they end. */
    static CompletionStage<Done> all(Stream<? extends CompletionStage<?>> stages) {
        return CompletableFuture.allOf(
                        stages.map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new))
                .handle((_, _) -> Done.getInstance());
    }
}
