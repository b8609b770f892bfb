package engine.http;

import engine.http.message.Entity;
import engine.http.message.Header;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.IntSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.JavaFlowSupport;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** An upstream that asks a server by its HTTP API. */
record ToServer(IntSupplier port, ActorSystem<?> system) implements Upstream {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("content-length", "content-type", "transfer-encoding", "connection");

    @Override
    public CompletionStage<HttpResponse> forward(HttpRequest request) {
        return request.entity()
                .read(64 << 20, Duration.ofSeconds(10), Materializer.matFromSystem(system))
                .thenCompose(body ->
                        CLIENT.sendAsync(http(request, body), java.net.http.HttpResponse.BodyHandlers.ofPublisher()))
                .thenApply(ToServer::response);
    }

    private java.net.http.HttpRequest http(HttpRequest request, ByteString body) {
        var builder = java.net.http.HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port.getAsInt() + request.target()))
                .version(HttpClient.Version.HTTP_1_1)
                .method(
                        request.method(),
                        body.isEmpty()
                                ? java.net.http.HttpRequest.BodyPublishers.noBody()
                                : java.net.http.HttpRequest.BodyPublishers.ofByteArray(body.toArray()));
        request.headers().forEach(header -> builder.header(header.name(), header.value()));
        if (!request.entity().type().isEmpty()) {
            builder.header("Content-Type", request.entity().type());
        }
        return builder.build();
    }

    private static HttpResponse response(java.net.http.HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
        var headers = new ArrayList<Header>();
        response.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name)) {
                values.forEach(value -> headers.add(new Header(name, value)));
            }
        });
        Source<ByteString, NotUsed> bytes = JavaFlowSupport.Source.fromPublisher(response.body())
                .mapConcat(some -> some)
                .map(ByteString::fromByteBuffer);
        var type = response.headers().firstValue("Content-Type").orElse("");
        var length = response.headers().firstValueAsLong("Content-Length");
        return new HttpResponse(
                response.statusCode(),
                headers,
                length.isPresent()
                        ? length.getAsLong() == 0
                                ? Entity.of(type, ByteString.emptyByteString())
                                : Entity.streamed(type, length.getAsLong(), bytes)
                        : Entity.streamed(type, bytes));
    }
}
