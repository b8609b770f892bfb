package engine.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/** A node around a {@link Triggers} actor: its ports answer as a test says, and everything told to them is heard. */
final class FakeNode {
    static final int OUTPUT_LIMIT = 4_096;

    /** A program that was started and ends when the test says so. */
    record Started(
            List<String> command,
            Map<String, String> environment,
            ByteString stdin,
            Duration timeout,
            int outputLimit,
            CompletableFuture<Commands.Finished> end) {

        void exits(int code, String output) {
            end.complete(new Commands.Finished(code, false, output));
        }
    }

    final TestProbe<Object> log;
    final TestProbe<Started> programs;
    final AtomicReference<Instant> now = new AtomicReference<>(Fixtures.T0);
    final AtomicReference<Supplier<List<LocalNode.Service>>> services = new AtomicReference<>(List::of);
    final AtomicReference<Runnable> whenStarted = new AtomicReference<>(() -> {});
    final AtomicReference<Consumer<Object>> whenRecorded = new AtomicReference<>(_ -> {});
    /** When what is received next is on disk. */
    final AtomicReference<Supplier<CompletionStage<Done>>> onDisk =
            new AtomicReference<>(() -> CompletableFuture.completedStage(Done.done()));

    final ActorRef<Triggers.Command> triggers;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    FakeNode(ActorTestKit kit) {
        log = kit.createTestProbe();
        programs = kit.createTestProbe();
        triggers = kit.spawn(
                Triggers.create(new Triggers.Ports(new Local(), this::run, new Log(), now::get, OUTPUT_LIMIT)));
    }

    void define(Trigger... definitions) {
        triggers.tell(new Triggers.Define(List.of(definitions)));
    }

    void deliver(Event event) {
        triggers.tell(new Triggers.Deliver(event));
    }

    Receipt receipt() {
        return log.expectMessageClass(Receipt.class);
    }

    /** The next thing recorded, in short. */
    String recorded() {
        var run = run();
        return run.trigger() + " " + run.eventId() + " " + run.status().text()
                + (run.reason().isEmpty() ? "" : ": " + run.reason());
    }

    Run run() {
        return log.expectMessageClass(Run.class);
    }

    Started started() {
        return programs.receiveMessage();
    }

    private CompletionStage<Commands.Finished> run(
            List<String> command,
            Map<String, String> environment,
            ByteString stdin,
            Duration timeout,
            int outputLimit) {
        whenStarted.get().run();
        var end = new CompletableFuture<Commands.Finished>();
        programs.ref().tell(new Started(command, environment, stdin, timeout, outputLimit, end));
        return end;
    }

    private final class Local implements LocalNode {
        @Override
        public String name() {
            return "web1";
        }

        @Override
        public List<Service> services() {
            return services.get().get();
        }
    }

    private final class Log implements RunLog {
        @Override
        public boolean knows(String eventId) {
            return known.contains(eventId);
        }

        @Override
        public CompletionStage<Done> received(Receipt receipt, List<Run> queued) {
            known.add(receipt.eventId());
            whenRecorded.get().accept(receipt);
            log.ref().tell(receipt);
            queued.forEach(this::record);
            return onDisk.get().get();
        }

        @Override
        public void record(Run run) {
            whenRecorded.get().accept(run);
            log.ref().tell(run);
        }
    }
}
