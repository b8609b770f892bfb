package engine.link;

import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.text.Reason;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;

/** Passes requests on to the server that the agent is attached to, and to the next one where that is safe. */
final class Forwarding {
    private static final Duration PAUSE = Duration.ofMillis(50);
    /** Who asks for a name waits no longer than two seconds. */
    private static final Duration DNS_LIMIT = Duration.ofMillis(1_800);

    /** After this another server is asked too: the one that was asked may be gone and not yet be missed. */
    private static final Duration DNS_HEDGE = Duration.ofMillis(400);

    private static final int MAX_ANSWER = 65_535;

    /** Who hands a request on bounds the pauses of its body more closely. */
    private static final Duration ARRIVES_WITHIN = Duration.ofMinutes(10);

    private final ActorSystem<?> system;
    private final Materializer materializer;
    private final AgentPortClient client;
    private final CurrentServer current;
    private final Duration patience;
    private final long maxBody;

    Forwarding(ActorSystem<?> system, AgentPortClient client, CurrentServer current, Duration patience, long maxBody) {
        this.system = system;
        this.materializer = Materializer.createMaterializer(system);
        this.client = client;
        this.current = current;
        this.patience = patience;
        this.maxBody = maxBody;
    }

    CompletionStage<HttpResponse> forward(HttpRequest request) {
        return whole(request).thenCompose(ready -> attempt(ready, Deadline.none(), patience));
    }

    /** Until when it is tried again: a time after the first failure, as a query may have waited for minutes before it. */
    private record Deadline(long nanos, boolean set) {
        static Deadline none() {
            return new Deadline(0, false);
        }

        Deadline from(Duration patience) {
            return set ? this : new Deadline(System.nanoTime() + patience.toNanos(), true);
        }

        Duration left() {
            return Duration.ofNanos(nanos - System.nanoTime());
        }
    }

    private CompletionStage<HttpResponse> attempt(HttpRequest request, Deadline deadline, Duration limit) {
        return current.within(limit)
                .<CompletionStage<HttpResponse>>handle((server, none) -> none == null
                        ? call(server, request)
                                .exceptionallyCompose(failure -> again(request, server, deadline, failure))
                        : failed("there is no server: this agent is not attached to one at the moment"))
                .thenCompose(answer -> answer);
    }

    private CompletionStage<HttpResponse> again(
            HttpRequest request, CurrentServer.Server server, Deadline before, Throwable failure) {
        var cause = Reason.innermost(failure);
        if (!Repeatable.is(request) && !neverSent(cause)) {
            return failed("server %s was lost before it answered: the request may or may not have been done"
                    .formatted(server.name()));
        }
        var deadline = before.from(patience);
        if (!deadline.left().isPositive()) {
            return failed("server %s cannot be asked: %s".formatted(server.name(), Reason.of(cause)));
        }
        return later(PAUSE).thenCompose(_ -> attempt(request, deadline, deadline.left()));
    }

    private static boolean neverSent(Throwable cause) {
        return cause instanceof ConnectException;
    }

    /** The answer, or a failure as soon as the server is lost: a connection to a host that vanished says nothing. */
    private CompletionStage<HttpResponse> call(CurrentServer.Server server, HttpRequest request) {
        var answer = new CompletableFuture<HttpResponse>();
        var lost = server.lost()
                .thenAccept(_ ->
                        answer.completeExceptionally(new LinkException("server %s was lost".formatted(server.name()))));
        client.call(server.address(), request).whenComplete((response, failure) -> {
            lost.cancel(false);
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (!answer.complete(response)) {
                response.entity().leave(materializer);
            }
        });
        return answer;
    }

    /** A body that can be sent twice. */
    private CompletionStage<HttpRequest> whole(HttpRequest request) {
        if (request.entity() instanceof Entity.Whole) {
            return CompletableFuture.completedStage(request);
        }
        return request.entity()
                .read(maxBody, ARRIVES_WITHIN, materializer)
                .handle((body, failure) -> failure == null
                        ? CompletableFuture.completedStage(
                                request.with(Entity.of(request.entity().type(), body)))
                        : Forwarding.<HttpRequest>failed(
                                "the request's body did not come as a whole: " + Reason.of(failure)))
                .thenCompose(ready -> ready);
    }

    /** Asks the next server too while there is time: a server that went is no reason for a wrong answer. */
    CompletionStage<byte[]> dns(byte[] query, boolean tcp, Duration maxStale) {
        var request = HttpRequest.post(PortRoutes.dns(tcp, maxStale))
                .with(Entity.of(PortRoutes.DNS_MESSAGE, ByteString.fromArrayUnsafe(query)));
        var deadline = new Deadline(System.nanoTime() + DNS_LIMIT.toNanos(), true);
        return asked(request, deadline)
                .thenCompose(this::dnsAnswer)
                .toCompletableFuture()
                .orTimeout(DNS_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> current.expected()
                        ? CompletableFuture.failedStage(failure)
                        : failed("there is no server to answer names"));
    }

    private CompletionStage<HttpResponse> asked(HttpRequest request, Deadline deadline) {
        if (!current.expected()) {
            return failed("there is no server to answer names");
        }
        return current.within(deadline.left().minus(PAUSE))
                .exceptionallyCompose(_ -> failed("there is no server to answer names"))
                .thenCompose(server -> hedged(server, request))
                .exceptionallyCompose(failure -> deadline.left().compareTo(PAUSE) > 0
                        ? later(PAUSE).thenCompose(_ -> asked(request, deadline))
                        : CompletableFuture.failedStage(new TimeoutException("no server has answered in time")));
    }

    /** The first answer of the server or, when that takes long, another one; fails with the server's own failure. */
    private CompletionStage<HttpResponse> hedged(CurrentServer.Server server, HttpRequest request) {
        var first = new CompletableFuture<HttpResponse>();
        call(server, request).whenComplete((response, failure) -> {
            if (failure != null) {
                first.completeExceptionally(failure);
            } else {
                take(first, response);
            }
        });
        current.other(server)
                .ifPresent(other -> later(DNS_HEDGE).thenAccept(_ -> {
                    if (!first.isDone()) {
                        client.call(other, request).thenAccept(response -> take(first, response));
                    }
                }));
        return first;
    }

    private void take(CompletableFuture<HttpResponse> first, HttpResponse response) {
        if (!first.complete(response)) {
            response.entity().leave(materializer);
        }
    }

    private CompletionStage<Void> later(Duration pause) {
        var due = new CompletableFuture<Void>();
        system.scheduler().scheduleOnce(pause, () -> due.complete(null), system.executionContext());
        return due;
    }

    private CompletionStage<byte[]> dnsAnswer(HttpResponse response) {
        if (response.status() != 200) {
            response.entity().leave(materializer);
            return failed("the server did not take the query: " + response.status());
        }
        return response.entity().read(MAX_ANSWER, DNS_LIMIT, materializer).thenApply(ByteString::toArray);
    }

    private static <T> CompletionStage<T> failed(String sentence) {
        return CompletableFuture.failedStage(new LinkException(sentence));
    }
}
