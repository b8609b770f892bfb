package engine.checks;

import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Opens an HTTP/2 connection and pings: the answer to it is passing. */
final class H2PingProbe extends Conversation {

    private final CheckSpec.H2Ping target;
    private final Optional<TlsClient> tls;

    H2PingProbe(CheckSpec.H2Ping target, CheckDefinition definition, Connections connections) {
        super(definition, connections.threads());
        this.target = target;
        this.tls = target.tls().map(TlsClient::new);
    }

    @Override
    public Result late() {
        return failed(new IOException("context deadline exceeded"));
    }

    @Override
    Result talk(Opened opened) throws IOException {
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

    @Override
    Result failed(IOException failure) {
        return new Result(
                Status.CRITICAL,
                failure instanceof Dial.Failed
                        ? "Failed to dial to %s: %s".formatted(target.endpoint(), failure.getMessage())
                        : "HTTP2 ping failed: " + DialError.reason(failure));
    }
}
