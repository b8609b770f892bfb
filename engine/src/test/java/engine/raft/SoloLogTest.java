package engine.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class SoloLogTest {
    private final Recorder machine = new Recorder();
    private final SoloLog log = SoloLog.start("n", machine);

    @Test
    void whatIsProposedIsAppliedAtOnce() {
        assertThat(machine.leads).isTrue();
        var fates = new ArrayList<Fate>();
        log.propose(ByteString.fromString("a"), fates::add);
        // Also from within the answer to another.
        log.propose(ByteString.fromString("b"), _ -> log.propose(ByteString.fromString("c"), fates::add));
        assertThat(fates).containsExactly(Fate.COMMITTED, Fate.COMMITTED);
        assertThat(machine.applied()).containsExactly("a", "b", "c");
        assertThat(log.barrier(Duration.ofSeconds(1)).toCompletableFuture().join())
                .isEqualTo(3);
        assertThat(log.view().leads()).isTrue();
        log.close();
        log.propose(ByteString.fromString("d"), fates::add);
        assertThat(fates.getLast()).isEqualTo(Fate.REFUSED);
    }

    @Test
    void manyWhoProposeAtATimeAreAppliedOneAfterAnother() throws InterruptedException {
        var committed = new AtomicInteger();
        var begin = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < 8; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    begin.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (var n = 0; n < 100; n++) {
                    log.propose(ByteString.fromString("x"), _ -> committed.incrementAndGet());
                }
            }));
        }
        begin.countDown();
        for (var thread : threads) {
            thread.join();
        }
        // The last one may be applied by a thread that was there before: it has ended too.
        assertThat(committed).hasValue(800);
        assertThat(machine.applied()).hasSize(800);
    }

    @Test
    void itHasNoOtherVoters() {
        var change = log.change(new Voters.Change.Learn("b@B")).toCompletableFuture();
        assertThatThrownBy(change::join).hasMessageContaining("no other voters");
        assertThatThrownBy(() -> log.reset(Set.of("b@B"))).isInstanceOf(IllegalArgumentException.class);
        log.reset(Set.of(log.view().self()));
        assertThat(log.view().voters()).isEqualTo(List.of(log.view().self()));
    }
}
