package engine.link;

import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.http.sockets.EventLoops;
import engine.text.Reason;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;

/** The connections to one agent port: as many as requests are under way, up to a bound; further requests wait. Any thread may use it. */
final class PeerConnections implements PeerConnection.Owner {
    static final int MAX_WAITING = 4096;

    private static final int MAX_HEAD = 64 << 10;
    private static final int MAX_CHUNK = 64 << 10;

    private final InetSocketAddress address;
    private final Settings settings;
    private final Materializer materializer;
    private final Consumer<Channel> made;
    private final Consumer<PeerConnections> empty;
    private final Deque<PeerConnection> idle = new ArrayDeque<>();
    private final Set<PeerConnection> all = new HashSet<>();
    private final Queue<Asked> waiting = new ArrayDeque<>();
    private int open;
    private boolean isClosed;

    /**
     * How connections are made and kept.
     *
     * @param most at a time
     * @param connecting how long making one may take
     * @param longest how long nothing may pass on one while an answer is waited for
     */
    record Settings(int most, Duration connecting, Duration longest) {}

    private record Asked(HttpRequest request, CompletableFuture<HttpResponse> answer) {}

    /**
     * @param made told of each connection
     * @param empty told when there is none any more
     */
    PeerConnections(
            InetSocketAddress address,
            Settings settings,
            Materializer materializer,
            Consumer<Channel> made,
            Consumer<PeerConnections> empty) {
        this.address = address;
        this.settings = settings;
        this.materializer = materializer;
        this.made = made;
        this.empty = empty;
    }

    /** Fails with a {@link ConnectException} where nothing was sent. */
    CompletionStage<HttpResponse> ask(HttpRequest request) {
        var asked = new Asked(request, new CompletableFuture<>());
        ask(asked);
        return asked.answer();
    }

    private void ask(Asked asked) {
        @Nullable PeerConnection there;
        synchronized (this) {
            there = idle.pollLast();
            if (there == null) {
                if (open >= settings.most()) {
                    if (waiting.size() < MAX_WAITING) {
                        waiting.add(asked);
                    } else {
                        asked.answer()
                                .completeExceptionally(
                                        new ConnectException("too many requests wait for " + HostPort.of(address)));
                    }
                    return;
                }
                open++;
            }
        }
        if (there == null) {
            connect(asked);
        } else {
            ask(there, asked);
        }
    }

    private void ask(PeerConnection connection, Asked asked) {
        connection.ask(asked.request(), asked.answer()).thenAccept(taken -> {
            if (!taken) {
                ask(asked); // it has been closed while nobody used it
            }
        });
    }

    private void connect(Asked asked) {
        var bootstrap = bootstrap(settings.connecting()).handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                made.accept(channel);
                channel.pipeline()
                        .addLast(codec())
                        .addLast(new IdleStateHandler(0, 0, PeerConnection.LOOK.toSeconds(), TimeUnit.SECONDS))
                        .addLast(new PeerConnection(channel, settings.longest(), materializer, PeerConnections.this));
            }
        });
        var connecting = bootstrap.connect(address);
        connecting.addListener(made -> {
            if (made.isSuccess()) {
                var connection = connecting.channel().pipeline().get(PeerConnection.class);
                boolean isWanted;
                synchronized (this) {
                    all.add(connection);
                    isWanted = !isClosed;
                }
                if (isWanted) {
                    ask(connection, asked);
                } else {
                    connection.close();
                }
            } else {
                asked.answer().completeExceptionally(notConnected(made.cause()));
                closed();
            }
        });
    }

    /** For connections to the agent ports of others. */
    static Bootstrap bootstrap(Duration connecting) {
        return new Bootstrap()
                .group(EventLoops.all())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connecting.toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
    }

    static HttpClientCodec codec() {
        return new HttpClientCodec(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(MAX_HEAD)
                        .setMaxHeaderSize(MAX_HEAD)
                        .setMaxChunkSize(MAX_CHUNK),
                false,
                false);
    }

    /** Whatever went wrong, nothing was sent. */
    static ConnectException notConnected(Throwable cause) {
        return new ConnectException(Reason.of(cause));
    }

    @Override
    public void free(PeerConnection connection) {
        @Nullable Asked next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                idle.addLast(connection);
            }
        }
        if (next != null) {
            ask(connection, next);
        }
    }

    /** Ends those that are there, and those that are being made; requests are not taken any more. */
    void close() {
        List<PeerConnection> now;
        synchronized (this) {
            isClosed = true;
            now = List.copyOf(all);
        }
        now.forEach(PeerConnection::close);
    }

    @Override
    public void gone(PeerConnection connection) {
        synchronized (this) {
            idle.remove(connection);
            all.remove(connection);
        }
        closed();
    }

    private void closed() {
        @Nullable Asked next;
        boolean isEmpty;
        synchronized (this) {
            open--;
            next = waiting.poll();
            if (next != null) {
                open++;
            }
            isEmpty = open == 0;
        }
        if (next != null) {
            connect(next);
        } else if (isEmpty) {
            empty.accept(this);
        }
    }
}
