package engine.checks;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Optional;

/** Asks a server by the gRPC health protocol ({@code grpc.health.v1.Health/Check}): serving is passing. */
final class GrpcProbe extends Conversation {

    private final CheckSpec.Grpc target;
    private final Optional<TlsClient> tls;

    GrpcProbe(CheckSpec.Grpc target, CheckDefinition definition, Connections connections) {
        super(definition, connections.threads());
        this.target = target;
        this.tls = target.tls().map(TlsClient::new);
    }

    @Override
    public Result late() {
        return new Result(Status.CRITICAL, new GrpcStatus(4, "context deadline exceeded").text());
    }

    @Override
    Result talk(Opened opened) throws IOException {
        try (var http2 = Http2Line.open(target.endpoint(), tls, opened)) {
            var stream = http2.newStream();
            var request = GrpcHealth.request(target.service());
            http2.send(
                    new DefaultHttp2HeadersFrame(headers()).stream(stream),
                    new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(request), true).stream(stream));
            var answer = new GrpcAnswer();
            while (true) {
                var frame = http2.next();
                try {
                    switch (frame) {
                        case Http2HeadersFrame headers -> answer.headers(headers.headers());
                        case Http2DataFrame data -> answer.data(data.content());
                        case Http2ResetFrame reset ->
                            throw new IOException("the server resets the stream with error " + reset.errorCode());
                        default -> {
                            // Settings, and whatever else concerns the connection.
                        }
                    }
                    if (isLast(frame)) {
                        return result(answer);
                    }
                } finally {
                    ReferenceCountUtil.release(frame);
                }
            }
        }
    }

    private static boolean isLast(Object frame) {
        return (frame instanceof Http2HeadersFrame headers && headers.isEndStream())
                || (frame instanceof Http2DataFrame data && data.isEndStream());
    }

    private Http2Headers headers() {
        return new DefaultHttp2Headers()
                .method("POST")
                .scheme(tls.isPresent() ? "https" : "http")
                .path("/grpc.health.v1.Health/Check")
                .authority(target.endpoint().toString())
                .set("te", "trailers")
                .set("content-type", "application/grpc")
                .set("user-agent", "Consul Health Check")
                .set("grpc-timeout", Math.clamp(timeout().toMillis(), 1, 99_999_999) + "m");
    }

    private Result result(GrpcAnswer answer) throws IOException {
        var status = answer.status();
        if (status.code() != 0) {
            return new Result(Status.CRITICAL, status.text());
        }
        return switch (GrpcHealth.status(answer.message())) {
            case SERVING -> new Result(Status.PASSING, "gRPC check " + target.text() + ": success");
            case UNKNOWN, NOT_SERVING, SERVICE_UNKNOWN ->
                new Result(
                        Status.CRITICAL,
                        "gRPC application didn't report service healthy: " + GrpcHealth.status(answer.message()));
        };
    }

    @Override
    Result failed(IOException failure) {
        var reason = failure instanceof Dial.Failed
                ? "connection error: desc = \"transport: Error while dialing: " + failure.getMessage() + "\""
                : DialError.reason(failure);
        return new Result(Status.CRITICAL, new GrpcStatus(14, reason).text());
    }
}
