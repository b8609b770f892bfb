package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that do not answer. */
class ForwardingTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Materializer materializer = Materializer.createMaterializer(KIT.system());
    private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    private final Forwarding forwarding = new Forwarding(_ -> answer, materializer);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private CompletableFuture<Answer> forwarded(HttpRequest request) {
        return forwarding
                .forward(Request.of(request, ""), "", Entity.Whole.EMPTY, SHORT)
                .toCompletableFuture();
    }

    private static Throwable failure(CompletableFuture<Answer> answer) throws InterruptedException, TimeoutException {
        try {
            throw new AssertionError("answered " + answer.get(10, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    @Test
    void aReadEndsWithASentenceWhenItsTimeIsOver() throws InterruptedException, TimeoutException {
        assertThat(failure(forwarded(HttpRequest.get("/v1/catalog/nodes"))))
                .isInstanceOf(Refusal.class)
                .hasMessage("No known Consul servers: none answered within 0 seconds.");
        assertThat(forwarding.waitingCount()).isZero();
    }

    @Test
    void whatBecameOfAWriteIsNotKnownThen() throws InterruptedException, TimeoutException {
        assertThat(failure(forwarded(HttpRequest.put("/v1/kv/a")))).isInstanceOf(TimeoutException.class);
    }

    @Test
    void aLateAnswerIsReadAwaySoThatItsConnectionIsFree() throws InterruptedException, TimeoutException {
        var read = new CompletableFuture<Done>();
        failure(forwarded(HttpRequest.get("/v1/catalog/nodes")));
        answer.complete(HttpResponse.of(
                200,
                Entity.streamed(
                        Entity.BYTES,
                        Source.single(ByteString.fromString("late"))
                                .watchTermination((_, done) -> done)
                                .mapMaterializedValue(done -> {
                                    done.thenAccept(read::complete);
                                    return NotUsed.getInstance();
                                }))));
        read.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void afterClosingNothingWaits() throws InterruptedException, TimeoutException {
        forwarding.close();
        assertThat(failure(forwarded(HttpRequest.get("/v1/catalog/nodes"))))
                .hasMessage("No known Consul servers: this agent is stopping.");
        assertThat(forwarding.waitingCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    index=5             | index=5&wait=1000ns
                    index=5&wait=9s     | index=5&wait=1000ns
                    wait=9s&index=5     | index=5&wait=1000ns
                    %77ait=9s&wait&a=%2f | a=%2f&wait=1000ns
                    waiting=1&b=c%20d+e | waiting=1&b=c%20d+e&wait=1000ns
                    """)
    void theWaitIsSaidOnce(String query, String sent) {
        assertThat(ForwardRoutes.waiting(query, Duration.ofNanos(1000))).isEqualTo(sent);
    }
}
