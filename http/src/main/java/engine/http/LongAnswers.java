package engine.http;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes long answers one after the other on a thread of its own, which is there while there are some: who asks for little on the same
 * connection's thread need not wait for them. Short ones are made at once.
 */
final class LongAnswers {
    /** Records of the shortest long answer: about a millisecond's worth. */
    static final int RECORDS = 500;

    /** Bytes of the values in the shortest long answer, likewise. */
    static final int BYTES = 256 << 10;

    private static final long IDLE_SECONDS = 5;

    private final Executor executor = executor();

    private static Executor executor() {
        var threads = Thread.ofPlatform().name("http-long-answers").daemon().factory();
        var executor =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** @param shown by the answer, which decides how long that is */
    CompletionStage<Answer> make(Object shown, Supplier<Answer> make) {
        return isLong(shown)
                ? CompletableFuture.supplyAsync(make, executor)
                : CompletableFuture.completedFuture(make.get());
    }

    static boolean isLong(Object shown) {
        return switch (shown) {
            case Map<?, ?> records -> records.size() >= RECORDS;
            case Collection<?> records ->
                records.size() >= RECORDS
                        || records.stream().mapToLong(LongAnswers::bytes).sum() >= BYTES;
            default -> false;
        };
    }

    private static long bytes(Object record) {
        return record instanceof KeyValues.Entry entry ? entry.value().size() : 0;
    }
}
