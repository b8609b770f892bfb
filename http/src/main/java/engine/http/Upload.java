package engine.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that goes on coming: read from the channel as fast as it is taken. All state belongs to the thread of
 * the channel.
 */
final class Upload {
    private final Channel channel;
    private final Queue<ByteString> arrived = new ArrayDeque<>();
    private boolean expectsContinue;
    private boolean complete;
    private @Nullable IOException broken;
    private @Nullable CompletableFuture<Optional<ByteString>> waiting;

    /**
     * @param begin what has come already
     * @param expectsContinue the client sends nothing before it is told to (RFC 9110, 10.1.1)
     */
    Upload(Channel channel, ByteString begin, boolean expectsContinue) {
        this.channel = channel;
        this.expectsContinue = expectsContinue;
        if (!begin.isEmpty()) {
            arrived.add(begin);
        }
    }

    /** The bytes, to be run once; fails when the client goes before their end. */
    Source<ByteString, NotUsed> source() {
        return Source.unfoldResourceAsync(
                () -> CompletableFuture.completedFuture(this),
                Upload::next,
                _ -> CompletableFuture.completedFuture(Done.getInstance()));
    }

    /** Some bytes have come. */
    void add(ByteString bytes) {
        if (waiting == null) {
            arrived.add(bytes);
        } else {
            answer(Optional.of(bytes));
        }
    }

    /** All has come. */
    void complete() {
        complete = true;
        if (waiting != null) {
            answer(Optional.empty());
        }
    }

    /** No more will come. */
    void fail(String why) {
        if (complete || broken != null) {
            return;
        }
        broken = new IOException(why);
        if (waiting != null) {
            waiting.completeExceptionally(broken);
            waiting = null;
        }
    }

    boolean isComplete() {
        return complete;
    }

    private CompletionStage<Optional<ByteString>> next() {
        var bytes = new CompletableFuture<Optional<ByteString>>();
        channel.eventLoop().execute(() -> next(bytes));
        return bytes;
    }

    private void next(CompletableFuture<Optional<ByteString>> bytes) {
        var some = arrived.poll();
        if (some != null) {
            bytes.complete(Optional.of(some));
        } else if (complete) {
            bytes.complete(Optional.empty());
        } else if (broken != null) {
            bytes.completeExceptionally(broken);
        } else {
            waiting = bytes;
            if (expectsContinue) {
                expectsContinue = false;
                channel.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            }
            channel.read();
        }
    }

    private void answer(Optional<ByteString> bytes) {
        var asking = waiting;
        waiting = null;
        if (asking != null) {
            asking.complete(bytes);
        }
    }
}
