package engine.checks;

import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Opens an HTTP/2 connection and pings: the answer to it is passing. */
final class H2PingProbe implements Probe {

    private final CheckSpec.H2Ping target;
    private final Optional<TlsClient> tls;
    private final Duration timeout;
    private final Connections connections;

    H2PingProbe(CheckSpec.H2Ping target, CheckDefinition definition, Connections connections) {
        this.target = target;
        this.tls = target.tls().map(TlsClient::new);
        this.timeout = definition.timeout();
        this.connections = connections;
    }

    @Override
    public Flight start() {
        return Conversation.start(connections.threads(), this, this::ping, this::failed);
    }

    @Override
    public Duration deadline() {
        return timeout;
    }

    @Override
    public Result late() {
        return failed(new IOException("context deadline exceeded"));
    }

    private Result ping(Opened opened) throws IOException {
        try (var http2 = Http2Line.open(target.endpoint(), tls, opened)) {
            long content = ThreadLocalRandom.current().nextLong();
            http2.send(new DefaultHttp2PingFrame(content));
            while (true) {
                var frame = http2.next();
                if (frame instanceof Http2PingFrame ping && ping.ack() && ping.content() == content) {
                    return new Result(Status.PASSING, "HTTP2 ping was successful");
                }
                ReferenceCountUtil.release(frame);
            }
        }
    }

    private Result failed(IOException failure) {
        return new Result(
                Status.CRITICAL,
                failure instanceof Dial.Failed
                        ? "Failed to dial to %s: %s".formatted(target.endpoint(), failure.getMessage())
                        : "HTTP2 ping failed: " + DialError.reason(failure));
    }
}
