package engine.http;

import engine.http.message.Entity;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.StreamLimitReachedException;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The body of a request: read once, whole or as it comes, never beyond a limit. */
final class Body {
    /** Who needs longer for a body of some hundred KiB is not worth the memory it holds meanwhile. */
    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(30);

    private final Entity entity;
    private final Materializer materializer;
    private boolean taken;
    private volatile boolean streaming;

    Body(Entity entity, Materializer materializer) {
        this.entity = entity;
        this.materializer = materializer;
    }

    /**
     * The bytes. A longer body is refused with 413 and its connection closed, so that the rest need not be read.
     *
     * @param setting named in the refusal as what sets the limit
     */
    CompletionStage<ByteString> read(int limit, String setting) {
        taken = true;
        if (entity instanceof Entity.Whole strict) {
            return strict.data().size() > limit
                    ? CompletableFuture.failedFuture(
                            tooLarge("(" + strict.data().size() + " bytes)", limit, setting))
                    : CompletableFuture.completedFuture(strict.data());
        }
        var announced = entity.length();
        if (announced.isPresent() && announced.getAsLong() > limit) {
            entity.leave(materializer);
            return CompletableFuture.failedFuture(tooLarge("(" + announced.getAsLong() + " bytes)", limit, setting));
        }
        return entity.read(limit, ARRIVES_WITHIN, materializer).handle((data, failure) -> {
            if (failure != null) {
                throw arrivalFailed(failure, limit, setting);
            }
            return data;
        });
    }

    /**
     * The bytes as they come, to be run once. It fails with what the request is to be answered with when they are too
     * many, end too early or do not come for as long as {@link #read} waits for all.
     */
    Source<ByteString, NotUsed> stream(long limit, String setting) {
        taken = true;
        var announced = entity.length();
        if (announced.isPresent() && announced.getAsLong() > limit) {
            entity.leave(materializer);
            throw tooLarge("(" + announced.getAsLong() + " bytes)", limit, setting);
        }
        return entity.bytes()
                .limitWeighted(limit, some -> (long) some.size())
                .idleTimeout(ARRIVES_WITHIN)
                .mapError(Throwable.class, failure -> arrivalFailed(failure, limit, setting))
                .mapMaterializedValue(_ -> {
                    streaming = true;
                    return NotUsed.getInstance();
                });
    }

    /** Ends a stream that nobody ran, so that the client does not go on sending. */
    void giveUp() {
        if (!streaming) {
            streaming = true;
            entity.leave(materializer);
        }
    }

    /**
     * Reads away what nobody asked for: an answer before the end of its request would cost the connection. Never fails;
     * no more is read than {@code limit} bytes.
     */
    CompletionStage<Done> discardUnread(int limit) {
        if (taken || entity instanceof Entity.Whole) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        return entity.bytes()
                .limitWeighted(limit, some -> (long) some.size())
                .completionTimeout(ARRIVES_WITHIN)
                .runWith(Sink.ignore(), materializer)
                .exceptionally(_ -> Done.getInstance());
    }

    private static RuntimeException arrivalFailed(Throwable failure, long limit, String setting) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case StreamLimitReachedException _ -> tooLarge("", limit, setting);
            case TimeoutException _ -> new Refusal(408, "The request body did not arrive within 30 seconds.");
            default -> new Refusal(400, "The request body could not be read to its end.");
        };
    }

    private static Refused tooLarge(String size, long limit, String setting) {
        return new Refused(Answer.text(
                        413,
                        "Request body" + size + " too large, max size: " + limit + " bytes."
                                + (setting.isEmpty() ? "" : " See " + setting + " in the configuration."))
                .with("Connection", "close"));
    }
}
