package engine.http.sockets;

import io.netty.channel.Channel;
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
 * The body of a request or an answer that goes on coming: read from the channel as fast as it is taken. All state belongs to the
 * thread of the channel, which alone may call what is not {@link #source}.
 */
public final class ArrivingBody {
    private final Channel channel;
    private final Queue<ByteString> arrived = new ArrayDeque<>();
    private final Runnable begun;
    private final Runnable left;
    private boolean isBegun;
    private boolean complete;
    private @Nullable IOException broken;
    private @Nullable CompletableFuture<Optional<ByteString>> waiting;

    /**
     * @param begin what has come already
     * @param begun called once, when somebody begins to read it
     * @param left called when who reads it does not want the rest
     */
    public ArrivingBody(Channel channel, ByteString begin, Runnable begun, Runnable left) {
        this.channel = channel;
        this.begun = begun;
        this.left = left;
        if (!begin.isEmpty()) {
            arrived.add(begin);
        }
    }

    /** The bytes, to be run once; fails when the other side goes before their end. */
    public Source<ByteString, NotUsed> source() {
        return Source.unfoldResourceAsync(() -> CompletableFuture.completedFuture(this), ArrivingBody::next, _ -> {
            channel.eventLoop().execute(this::leave);
            return CompletableFuture.completedFuture(Done.getInstance());
        });
    }

    private void leave() {
        if (!complete && broken == null) {
            left.run();
        }
    }

    /** Some bytes have come. */
    public void add(ByteString bytes) {
        if (waiting == null) {
            arrived.add(bytes);
        } else {
            answer(Optional.of(bytes));
        }
    }

    /** All has come. */
    public void complete() {
        complete = true;
        if (waiting != null) {
            answer(Optional.empty());
        }
    }

    /** No more will come. */
    public void fail(String why) {
        if (complete || broken != null) {
            return;
        }
        broken = new IOException(why);
        if (waiting != null) {
            waiting.completeExceptionally(broken);
            waiting = null;
        }
    }

    public boolean isComplete() {
        return complete;
    }

    private CompletionStage<Optional<ByteString>> next() {
        var bytes = new CompletableFuture<Optional<ByteString>>();
        channel.eventLoop().execute(() -> next(bytes));
        return bytes;
    }

    private void next(CompletableFuture<Optional<ByteString>> bytes) {
        if (!isBegun) {
            isBegun = true;
            begun.run();
        }
        var some = arrived.poll();
        if (some != null) {
            bytes.complete(Optional.of(some));
        } else if (complete) {
            bytes.complete(Optional.empty());
        } else if (broken != null) {
            bytes.completeExceptionally(broken);
        } else {
            waiting = bytes;
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
