package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.durable.LocalLogs;
import engine.events.Run;
import engine.state.Key;
import engine.state.Op;
import engine.state.Value;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;

/** A node that handles events and crashes at any moment, with events told again after each restart. */
class EventLedgerCrashPropertiesTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final Set<String> ran = new HashSet<>();
    private final Set<String> acknowledged = new HashSet<>();

    private static Value.Event event(int number) {
        return new Value.Event(
                "%04d".formatted(number), "deploy", ByteString.emptyByteString(), "", "", "", number, START, "n");
    }

    private static Op.Put run(String id, boolean over) {
        return new Op.Put(new Key.Run(id, "n1", "t"), Records.run(id, "n1", "t", over));
    }

    @Property(tries = 25)
    void noEventRunsTwiceAndNoRunIsLostWithoutAReport(@ForAll Random random) throws IOException {
        // The same object serves all tries.
        ran.clear();
        acknowledged.clear();
        var disk = new LocalLogs(random);
        var last = 0;
        for (var restart = 0; restart < 6; restart++) {
            try (var log = disk.open()) {
                var ledger = new EventLedger(log, START, 20);
                var reports = ledger.resume(START);
                assertThat(reports).allMatch(put -> !(put.value() instanceof Value.Run run) || run.ended());
                var reported = reports.stream()
                        .map(put -> ((Key.Run) put.key()).eventId())
                        .toList();
                ran.stream()
                        .filter(id -> !acknowledged.contains(id))
                        .forEach(id -> assertThat(reported).contains(id));
                acknowledge(ledger, reports);
                disk.failAfter(random.nextInt(60));
                for (var i = 0; i < 30 && disk.failure().isEmpty(); i++) {
                    last += random.nextInt(2);
                    handle(ledger, event(Math.max(0, last - random.nextInt(15))), random, disk);
                }
            }
            disk.crash();
        }
    }

    private void acknowledge(EventLedger ledger, List<Op.Put> reports) {
        ledger.reported(reports);
        reports.forEach(put -> acknowledged.add(((Key.Run) put.key()).eventId()));
    }

    private void handle(EventLedger ledger, Value.Event event, Random random, LocalLogs disk) {
        if (!ledger.isNew(event)) {
            return;
        }
        var id = event.id();
        var onDisk = ledger.handled(id, List.of(run(id, false))).toCompletableFuture();
        if (random.nextInt(4) == 0 || !isDone(onDisk, disk)) {
            return;
        }
        assertThat(ran.add(id)).as("event %s runs once", id).isTrue();
        if (random.nextBoolean()) {
            ledger.changed(run(id, true));
            if (random.nextBoolean()) {
                acknowledge(ledger, List.of(run(id, true)));
            }
        }
    }

    /** What the triggers do: a run begins when it is on disk that it does, and only one that has not begun waits after a restart. */
    @Property(tries = 25)
    void aRunThatWaitedBeginsOnceHoweverOftenTheAgentCrashes(@ForAll Random random) throws IOException {
        var begun = new HashSet<String>();
        var told = new HashSet<String>();
        var disk = new LocalLogs(random);
        var next = 0;
        for (var restart = 0; restart < 6; restart++) {
            try (var log = disk.open()) {
                var ledger = new EventLedger(log, START, 20);
                var over = new HashSet<String>();
                ledger.resume(START).forEach(put -> over.add(((Key.Run) put.key()).eventId()));
                told.stream()
                        .filter(id -> !begun.contains(id))
                        .forEach(id -> assertThat(over)
                                .as("run of %s waits or is told", id)
                                .contains(id));
                var waiting = new ArrayList<String>();
                for (var each : ledger.unfinished()) {
                    if (each.run().status() == Run.Status.QUEUED) {
                        waiting.add(each.event().id());
                    } else {
                        ledger.changed(run(each.event().id(), true));
                    }
                }
                disk.failAfter(random.nextInt(60));
                for (var i = 0; i < 30 && disk.failure().isEmpty(); i++) {
                    var id = event(next).id();
                    if (isDone(
                            ledger.handled(event(next++), List.of(queued(id))).toCompletableFuture(), disk)) {
                        told.add(id);
                        waiting.add(id);
                    }
                    if (!waiting.isEmpty() && random.nextBoolean()) {
                        var first = waiting.removeFirst();
                        if (isDone(ledger.changed(run(first, false)).toCompletableFuture(), disk)) {
                            assertThat(begun.add(first))
                                    .as("run of %s begins once", first)
                                    .isTrue();
                        }
                    }
                }
            }
            disk.crash();
        }
    }

    private static Op.Put queued(String id) {
        var run = Records.run(id, "n1", "t", false);
        return new Op.Put(
                new Key.Run(id, "n1", "t"),
                new Value.Run(
                        id, "n1", "t", "queued", false, run.exitCode(), "", "", START, run.startedAt(), run.endedAt()));
    }

    private static boolean isDone(CompletableFuture<Done> onDisk, LocalLogs disk) {
        Await.until(
                "the disk answers or fails",
                () -> onDisk.isDone() || !disk.failure().isEmpty());
        return onDisk.isDone();
    }

    @Example
    void theDiskStaysSmallHoweverManyEventsThereWere() throws IOException {
        var disk = new LocalLogs(new Random(1));
        try (var log = disk.open()) {
            var ledger = new EventLedger(log, START, 20);
            var writes = new ArrayList<CompletableFuture<Done>>();
            for (var i = 0; i < 3_000; i++) {
                var id = event(i).id();
                writes.add(ledger.handled(id, List.of(run(id, true))).toCompletableFuture());
                ledger.reported(List.of(run(id, true)));
            }
            writes.forEach(CompletableFuture::join);
        }
        try (var log = disk.open()) {
            assertThat(new EventLedger(log, START, 20).resume(START)).isEmpty();
        }
        assertThat(disk.size()).isLessThan(600_000);
    }
}
