package engine.link;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** One end of a stream as a flow of WebSocket messages: each frame is one binary message. */
final class FrameFlow {

    private FrameFlow() {}

    /** Who holds the end; called on threads of the stream, and must not block them. */
    interface End {

        /** The connection is there. */
        void opened(Outbox outbox);

        /** The next frame comes when this one is done with. */
        CompletionStage<Done> received(ByteString frame);

        /** What waits to be sent has become little again. */
        void drained();

        /** The connection has ended, orderly where there is no failure. */
        void closed(Optional<Throwable> failure);
    }

    static Flow<Message, Message, NotUsed> of(End end, Materializer materializer) {
        var in = Flow.of(Message.class)
                .mapAsync(1, message -> whole(message, materializer).thenCompose(end::received))
                .toMat(Sink.ignore(), Keep.right())
                .mapMaterializedValue(done -> {
                    done.whenComplete((_, failure) ->
                            end.closed(Optional.ofNullable(failure).map(FrameFlow::unwrapped)));
                    return NotUsed.getInstance();
                });
        var bytes = new AtomicInteger();
        var out = Source.<ByteString>queue(Outbox.MAX_FRAMES)
                .map(frame -> {
                    var left = bytes.addAndGet(-frame.size());
                    if (left < Outbox.LOW_BYTES && left + frame.size() >= Outbox.LOW_BYTES) {
                        end.drained();
                    }
                    return (Message) BinaryMessage.create(frame);
                })
                .mapMaterializedValue(queue -> {
                    end.opened(new Outbox(queue, bytes));
                    return NotUsed.getInstance();
                });
        return Flow.fromSinkAndSourceCoupled(in, out);
    }

    private static CompletionStage<ByteString> whole(Message message, Materializer materializer) {
        if (message.isText()) {
            return CompletableFuture.failedStage(new IllegalArgumentException("a text where frames are binary"));
        }
        BinaryMessage binary = message.asBinaryMessage();
        if (binary.isStrict()) {
            var data = binary.getStrictData();
            return data.size() <= FrameCodec.MAX_FRAME
                    ? CompletableFuture.completedStage(data)
                    : CompletableFuture.failedStage(tooLarge());
        }
        return binary.getStreamedData()
                .limitWeighted(FrameCodec.MAX_FRAME, part -> (long) part.size())
                .runFold(ByteString.emptyByteString(), ByteString::concat, materializer)
                .thenApply(ByteString::compact);
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException("a frame has more than " + FrameCodec.MAX_FRAME + " bytes");
    }

    private static Throwable unwrapped(Throwable failure) {
        var cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
