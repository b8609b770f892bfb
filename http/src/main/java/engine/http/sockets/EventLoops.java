package engine.http.sockets;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The threads that read and write the sockets of all HTTP of this process: one for each processor, whichever port, and nothing may
 * block them. Daemons that go on until the process ends.
 */
public final class EventLoops {
    private static final EventLoopGroup ALL = new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            new DefaultThreadFactory("http", true),
            NioIoHandler.newFactory());

    private EventLoops() {}

    public static EventLoopGroup all() {
        return ALL;
    }

    /** What Netty will have done, as a stage. */
    public static CompletionStage<Done> stage(Future<?> future) {
        var stage = new CompletableFuture<Done>();
        future.addListener(result -> {
            if (result.isSuccess()) {
                stage.complete(Done.getInstance());
            } else {
                stage.completeExceptionally(result.cause());
            }
        });
        return stage;
    }
}
