package engine.durable;

import engine.state.Key;
import engine.state.Op;
import engine.state.Store;
import engine.state.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.util.ByteString;

/**
 * Measures durable writes through the store, restart and the size of the log. With a directory on the disk in question, after
 * {@code mvn test-compile}, on the class path of the tests:
 *
 * <pre>java -Xmx512m -XX:+UseSerialGC -cp ... engine.durable.DurableWrites DIRECTORY</pre>
 */
final class DurableWrites {
    private static final int KEYS = 100_000;
    private static final Duration RUN = Duration.ofSeconds(5);

    private DurableWrites() {}

    public static void main(String[] args) throws Exception {
        var dir = Path.of(args[0]).resolve("state");
        var next = new AtomicInteger();
        try (var node = open(dir)) {
            measure(node, 32, RUN, next, "to warm up");
            for (var writers : List.of(1, 32, 128)) {
                measure(node, writers, RUN, next, "");
            }
            fill(node);
        }
        print("%d keys written %d times in all: %s", KEYS, next.get() + KEYS, files(dir));
        for (var restart = 0; restart < 3; restart++) {
            var start = System.nanoTime();
            var log = StateLog.open(dir);
            var read = System.nanoTime();
            try (var node = new DurableNode(log, 1, 1000, DurableWrites::fatal)) {
                var readable = System.nanoTime();
                node.write(put(0)).join();
                print(
                        "restart: log read in %d ms, %d keys readable after %d ms, first write after %d ms",
                        millis(read - start),
                        node.published().current().kv().entries().size(),
                        millis(readable - start),
                        millis(System.nanoTime() - start));
            }
        }
        print("%s", files(dir));
    }

    private static DurableNode open(Path dir) {
        return new DurableNode(StateLog.open(dir), 1, 1000, DurableWrites::fatal);
    }

    private static void fatal(String why) {
        print("%s", why);
        Runtime.getRuntime().halt(1);
    }

    private static void measure(DurableNode node, int writers, Duration time, AtomicInteger next, String what)
            throws InterruptedException {
        var done = new CountDownLatch(writers);
        var written = new LongAdder();
        var stop = new AtomicBoolean();
        for (var i = 0; i < writers; i++) {
            node.spawn(writer(node, next, written, stop, done));
        }
        var start = System.nanoTime();
        Thread.sleep(time);
        var count = written.sum();
        var nanos = System.nanoTime() - start;
        stop.set(true);
        done.await();
        print(
                "%d writers: %d writes/s, one takes %.2f ms on average %s",
                writers, count * 1_000_000_000L / nanos, nanos / 1e6 * writers / count, what);
    }

    /** Writes one after another. */
    private static Behavior<StatusReply<Boolean>> writer(
            DurableNode node, AtomicInteger next, LongAdder written, AtomicBoolean stop, CountDownLatch done) {
        return Behaviors.setup(ctx -> {
            node.store().tell(write(next.getAndIncrement(), ctx.getSelf()));
            return Behaviors.receiveMessage(reply -> {
                if (!reply.isSuccess()) {
                    fatal("a write failed: " + reply.getError().getMessage());
                }
                written.increment();
                if (stop.get()) {
                    done.countDown();
                    return Behaviors.stopped();
                }
                node.store().tell(write(next.getAndIncrement(), ctx.getSelf()));
                return Behaviors.same();
            });
        });
    }

    /** All keys once, so that a restart has them all to read. */
    private static void fill(DurableNode node) {
        for (var i = 0; i < KEYS; i += 500) {
            var ops = new Op[500];
            for (var j = 0; j < ops.length; j++) {
                ops[j] = put(i + j);
            }
            node.write(ops).join();
        }
    }

    private static Store.Write write(int number, ActorRef<StatusReply<Boolean>> replyTo) {
        return new Store.Write(List.of(put(number)), replyTo);
    }

    private static Op put(int number) {
        var value = new byte[128];
        new Random(number).nextBytes(value);
        return new Op.Put(
                new Key.Kv("service/web/config/key-" + number % KEYS), new Value.Kv(ByteString.fromArray(value), 0));
    }

    private static String files(Path dir) throws java.io.IOException {
        var text = new StringBuilder();
        try (var files = Files.list(dir)) {
            for (var file : files.sorted().toList()) {
                text.append(file.getFileName())
                        .append(' ')
                        .append(Files.size(file))
                        .append("  ");
            }
        }
        return text.toString();
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
    private static void print(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
