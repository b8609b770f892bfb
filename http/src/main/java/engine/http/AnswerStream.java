package engine.http;

import engine.http.message.Entity;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The answer to a read as Server-Sent Events: whole, again whenever it has changed. A stream holds its place and what it showed
 * last, shares that with parked queries, and reads again when its client has taken what was sent.
 */
final class AnswerStream {
    private static final String TYPE = "text/event-stream";
    private static final String EVENTS = Entity.EVENTS;
    private static final ByteString NEWLINE = ByteString.fromString("\n");
    private static final ByteString HEARTBEAT = ByteString.fromString(": heartbeat\n\n");

    /** The index, and a checksum of the content. */
    private static final Pattern ID = Pattern.compile("\\d{1,20}-[0-9a-f]{8}");

    private final Blocking blocking;
    private final Duration heartbeat;
    private final Duration patience;

    /**
     * @param heartbeat how often something is sent when there is nothing to say
     * @param patience how long a client may leave untaken what was sent to it
     */
    AnswerStream(Blocking blocking, Duration heartbeat, Duration patience) {
        this.blocking = blocking;
        this.heartbeat = heartbeat;
        this.patience = patience;
    }

    /** Whether a request asks for answers that go on coming. */
    static boolean isWanted(Call call) {
        return call.request().method().equals("GET")
                && call.request().headers().all("Accept").stream().anyMatch(accept -> accept.contains(TYPE));
    }

    /** How far a stream has come: what was shown last; nothing before the first event. */
    private record Place<T>(Optional<T> shown) {}

    /**
     * @param known the index that the request says it has; 0 for none
     * @param first what was read before; shown at once unless the client has it
     * @param read kept for as long as the stream lasts: must not hold on to the request
     * @param render likewise
     */
    <T> Answer of(
            Call call,
            long known,
            Topic topic,
            Indexed<T> first,
            Supplier<Indexed<T>> read,
            Function<T, Answer> render) {
        var gone = new Cancellation();
        var begin = new Place<>(has(call, known, first, render) ? Optional.of(first.value()) : Optional.<T>empty());
        var source = Source.single(ByteString.fromString("retry: 1000\n\n"))
                .concatLazy(Source.unfoldAsync(begin, place -> next(place, topic, read, render, gone)))
                .watchTermination((_, done) -> {
                    done.whenComplete((_, _) -> gone.cancel());
                    return NotUsed.getInstance();
                })
                .backpressureTimeout(patience);
        return new Answer(200, Entity.streamed(EVENTS, source), List.of()).with("Cache-Control", "no-cache");
    }

    /** Whether the client has this already: an event with the same content, on whichever server, or this server's index. */
    private static <T> boolean has(Call call, long known, Indexed<T> first, Function<T, Answer> render) {
        var last = call.request().headers().first("Last-Event-ID").orElse("");
        if (last.isEmpty()) {
            return known != 0 && known == first.index();
        }
        if (!ID.matcher(last).matches()) {
            throw new Refusal(400, "Invalid Last-Event-ID: the id of an event of this stream is expected");
        }
        return last.substring(last.indexOf('-'))
                .equals(id(0, render.apply(first.value())).substring(1));
    }

    private <T> CompletionStage<Optional<Pair<Place<T>, ByteString>>> next(
            Place<T> place, Topic topic, Supplier<Indexed<T>> read, Function<T, Answer> render, Cancellation gone) {
        if (blocking.isClosed()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return awaited(place, topic, read, gone).thenApply(found -> {
            var same = place.shown().filter(found.value()::equals).isPresent();
            var event = same ? HEARTBEAT : event(found.index(), render.apply(found.value()));
            return Optional.of(Pair.create(new Place<>(Optional.of(found.value())), event));
        });
    }

    private <T> CompletionStage<Indexed<T>> awaited(
            Place<T> place, Topic topic, Supplier<Indexed<T>> read, Cancellation gone) {
        try {
            var now = read.get();
            return place.shown().filter(now.value()::equals).isPresent()
                    ? blocking.park(new Wait(now.index(), heartbeat, gone), topic, now, read)
                    : CompletableFuture.completedStage(now);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(new CompletionException(e));
        }
    }

    private static ByteString event(long index, Answer answer) {
        var name = answer.status() == 200 ? "" : "event: " + answer.status() + '\n';
        return ByteString.fromString("id: " + id(index, answer) + '\n' + name)
                .concat(data(body(answer)))
                .concat(NEWLINE);
    }

    private static ByteString body(Answer answer) {
        return answer.entity() instanceof Entity.Whole strict ? strict.data() : ByteString.emptyByteString();
    }

    private static String id(long index, Answer answer) {
        var sum = new CRC32C();
        sum.update(body(answer).toArrayUnsafe());
        return Long.toUnsignedString(index) + '-' + HexFormat.of().toHexDigits((int) sum.getValue());
    }

    /** Each line of a body behind {@code data:}. */
    private static ByteString data(ByteString body) {
        var lines = new StringBuilder();
        body.utf8String()
                .lines()
                .forEach(line -> lines.append("data: ").append(line).append('\n'));
        return ByteString.fromString(lines.isEmpty() ? "data:\n" : lines.toString());
    }
}
