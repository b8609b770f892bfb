package engine.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The log as a stream. A client that reads too slowly misses messages and is told how many; one that takes none is cut off. */
final class LogStream {
    /** Messages that wait for a client, as many as with Consul. */
    static final int BUFFER = 512;

    static final String FULL = "Too many follow the log of this agent already.";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private LogStream() {}

    /**
     * What is logged from when it is run on.
     *
     * @throws IllegalArgumentException with a sentence for a level that is none
     */
    static Source<ByteString, NotUsed> of(Logs logs, String level, boolean json) {
        var queued = Source.<ByteString>queue(BUFFER);
        return queued.mapMaterializedValue(queue -> {
                    var follower = new Follower(queue, json);
                    follower.begin(logs, level);
                    return follower;
                })
                .watchTermination((follower, done) -> {
                    done.whenComplete((_, _) -> follower.leave());
                    return NotUsed.getInstance();
                })
                .backpressureTimeout(PATIENCE);
    }

    /** One client. */
    private static final class Follower {
        private final BoundedSourceQueue<ByteString> queue;
        private final boolean json;
        private final AtomicLong dropped = new AtomicLong();
        private volatile Optional<Runnable> leaving = Optional.empty();

        Follower(BoundedSourceQueue<ByteString> queue, boolean json) {
            this.queue = queue;
            this.json = json;
        }

        void begin(Logs logs, String level) {
            leaving = logs.follow(level, json, this::take, queue::complete);
            if (leaving.isEmpty()) {
                queue.fail(new Refusal(429, FULL));
            }
        }

        void leave() {
            leaving.ifPresent(Runnable::run);
        }

        private void take(String line) {
            var lost = dropped.get();
            if (lost > 0) {
                if (!offer(missed(lost))) {
                    dropped.incrementAndGet();
                    return;
                }
                dropped.addAndGet(-lost);
            }
            if (!offer(line)) {
                dropped.incrementAndGet();
            }
        }

        private boolean offer(String line) {
            return queue.offer(ByteString.fromString(line)).isEnqueued();
        }

        private String missed(long lost) {
            var sentence = lost + " messages were left out: this client reads too slowly.";
            return json
                    ? "{\"@level\":\"warn\",\"@message\":\"" + sentence + "\",\"@module\":\"monitor\"}\n"
                    : "WARN  monitor: " + sentence + "\n";
        }
    }
}
