package engine.link;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OutboxTest {
    @Test
    void aConnectionMayEndFromBothSidesAtOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var round = 0; round < 300; round++) {
                var calls = new AtomicInteger();
                var outbox = new Outbox(calls::incrementAndGet);
                var both = new CountDownLatch(2);
                var abort = threads.submit(() -> end(both, () -> outbox.abort("lost")));
                var complete = threads.submit(() -> end(both, outbox::complete));
                for (Future<?> ended : List.of(abort, complete)) {
                    assertThatCode(ended::get).doesNotThrowAnyException();
                }
            }
        }
    }

    private static void end(CountDownLatch both, Runnable ending) {
        both.countDown();
        while (both.getCount() > 0) {
            Thread.onSpinWait();
        }
        ending.run();
    }
}
