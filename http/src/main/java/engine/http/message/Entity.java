package engine.http.message;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.StreamLimitReachedException;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The body of a message, with what its header {@code Content-Type} says. */
public sealed interface Entity {
    String TEXT = "text/plain; charset=UTF-8";
    String JSON = "application/json";
    String BYTES = "application/octet-stream";
    String EVENTS = "text/event-stream";

    /** What it is; empty where nothing is said. */
    String type();

    /** Bytes, where that is known. */
    OptionalLong length();

    /** The bytes, to be run once. */
    Source<ByteString, NotUsed> bytes();

    /** One that is there. */
    record Whole(String type, ByteString data) implements Entity {
        /** None. */
        public static final Whole EMPTY = new Whole("", ByteString.emptyByteString());

        @Override
        public OptionalLong length() {
            return OptionalLong.of(data.size());
        }

        @Override
        public Source<ByteString, NotUsed> bytes() {
            return data.isEmpty() ? Source.empty() : Source.single(data);
        }
    }

    /** One that goes on coming. */
    record Streamed(String type, OptionalLong length, Source<ByteString, NotUsed> bytes) implements Entity {}

    static Entity of(String type, ByteString data) {
        return new Whole(type, data);
    }

    /** @param data not changed from now on */
    static Entity of(String type, byte[] data) {
        return new Whole(type, ByteString.fromArrayUnsafe(data));
    }

    static Entity json(String text) {
        return new Whole(JSON, ByteString.fromString(text));
    }

    static Entity text(String text) {
        return new Whole(TEXT, ByteString.fromString(text));
    }

    /** One whose length nobody knows. */
    static Entity streamed(String type, Source<ByteString, ?> bytes) {
        return new Streamed(type, OptionalLong.empty(), bytes.mapMaterializedValue(_ -> NotUsed.getInstance()));
    }

    static Entity streamed(String type, long length, Source<ByteString, ?> bytes) {
        return new Streamed(type, OptionalLong.of(length), bytes.mapMaterializedValue(_ -> NotUsed.getInstance()));
    }

    /**
     * All bytes.
     *
     * @return fails with a {@link StreamLimitReachedException} where there are more than {@code limit}, with a
     *     {@link java.util.concurrent.TimeoutException} where they do not come within {@code time}
     */
    default CompletionStage<ByteString> read(long limit, Duration time, Materializer materializer) {
        if (this instanceof Whole(var _, var data)) {
            return data.size() <= limit
                    ? CompletableFuture.completedStage(data)
                    : CompletableFuture.failedStage(new StreamLimitReachedException(limit));
        }
        return bytes().limitWeighted(limit, some -> (long) some.size())
                .completionTimeout(time)
                .runFold(ByteString.emptyByteString(), ByteString::concat, materializer)
                .thenApply(ByteString::compact);
    }

    /** Nobody reads it: who sends it need not go on. */
    default void leave(Materializer materializer) {
        if (this instanceof Streamed) {
            bytes().runWith(Sink.cancelled(), materializer);
        }
    }
}
