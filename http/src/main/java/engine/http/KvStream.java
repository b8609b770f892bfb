package engine.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Changes of keys as Server-Sent Events. A stream holds its place, not what is to come: it reads a page when its client has
 * taken the last one. A client that takes nothing is cut off, one that is too slow for what is kept is told so.
 *
 * <p>An event's id is its index. Of events that share one only the last has it: who comes back gets all of them again.
 */
final class KvStream {
    private static final String RETRY = "retry: 1000\n";

    private final KvFeed feed;
    private final Blocking blocking;
    private final Duration heartbeat;
    private final Duration patience;

    /**
     * @param heartbeat how often something is sent when there is nothing to say
     * @param patience how long a client may leave untaken what was sent to it
     */
    KvStream(KvFeed feed, Blocking blocking, Duration heartbeat, Duration patience) {
        this.feed = feed;
        this.blocking = blocking;
        this.heartbeat = heartbeat;
        this.patience = patience;
    }

    /** How far a stream has come. */
    private record Place(long index, boolean ended) {}

    /** The changes of keys with a prefix after an index. */
    Source<ByteString, NotUsed> events(String prefix, long after) {
        var gone = new Cancellation();
        return Source.single(ByteString.fromString(RETRY + id(after) + '\n'))
                .concatLazy(Source.unfoldAsync(new Place(after, false), place -> next(prefix, place, gone))
                        .mapConcat(events -> events))
                .watchTermination((_, done) -> {
                    done.whenComplete((_, _) -> gone.cancel());
                    return NotUsed.getInstance();
                })
                .backpressureTimeout(patience);
    }

    private CompletionStage<Optional<Pair<Place, Iterable<ByteString>>>> next(
            String prefix, Place place, Cancellation gone) {
        if (place.ended() || blocking.isClosed()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return page(prefix, place.index(), gone).handle((page, failure) -> {
            if (failure != null) {
                return end(place, sentence(failure));
            }
            if (!page.changes().isEmpty()) {
                return step(page.upTo(), rendered(page.changes()));
            }
            return Long.compareUnsigned(page.upTo(), place.index()) < 0
                    ? end(place, "The index is ahead of all changes that this server knows.")
                    : step(page.upTo(), List.of(ByteString.fromString(": heartbeat\n" + id(page.upTo()) + '\n')));
        });
    }

    private CompletionStage<KvChanges.Page> page(String prefix, long after, Cancellation gone) {
        try {
            return feed.page(prefix, new Wait(after, heartbeat, gone));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static Optional<Pair<Place, Iterable<ByteString>>> step(long index, Iterable<ByteString> events) {
        return Optional.of(Pair.create(new Place(index, false), events));
    }

    /** The stream's last word. */
    private static Optional<Pair<Place, Iterable<ByteString>>> end(Place place, String sentence) {
        var data = Json.bytes(false, out -> {
            out.writeStartObject();
            out.writeStringProperty("Error", sentence);
            out.writeEndObject();
        });
        var event = ByteString.fromString("event: lost\ndata: ").concat(data).concat(ByteString.fromString("\n\n"));
        return Optional.of(Pair.create(new Place(place.index(), true), List.of(event)));
    }

    private static String sentence(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            return String.valueOf(refusal.getMessage());
        }
        throw new CompletionException(cause);
    }

    /** Each event made when it is taken: a page may be large. */
    private static Iterable<ByteString> rendered(List<KvChanges.Change> changes) {
        return () -> IntStream.range(0, changes.size())
                .mapToObj(i ->
                        event(changes.get(i), i + 1 == changes.size() || index(changes, i) != index(changes, i + 1)))
                .iterator();
    }

    private static long index(List<KvChanges.Change> changes, int i) {
        return changes.get(i).after().index();
    }

    private static ByteString event(KvChanges.Change change, boolean lastOfItsIndex) {
        var after = change.after();
        return ByteString.fromString((lastOfItsIndex ? id(after.index()) : "") + "event: "
                        + after.operation().text() + "\ndata: ")
                .concat(Json.bytes(false, out -> KvJson.change(out, change)))
                .concat(ByteString.fromString("\n\n"));
    }

    private static String id(long index) {
        return "id: " + Long.toUnsignedString(index) + '\n';
    }
}
