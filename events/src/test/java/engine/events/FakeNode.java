package engine.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            Action.Program program,
            ByteString stdin,
            Duration timeout,
            Commands.Capture capture,
            CompletableFuture<Commands.Finished> end) {

        List<String> command() {
            return program.command();
        }

        Map<String, String> environment() {
            return program.environment();
        }

        int outputLimit() {
            return capture.limit();
        }

        void prints(String text, long dropped) {
            capture.watcher().orElseThrow().accept(new Commands.Printed(text, dropped));
        }

        void exits(int code, String output) {
            end.complete(new Commands.Finished(code, false, output));
        }
    }

    final TestProbe<Object> log;
    final TestProbe<Started> programs;
    /** Requests, puts and events, in words. */
    final TestProbe<String> calls;

    /** What a request is answered with. */
    final AtomicReference<CompletionStage<Calls.Answer>> answer =
            new AtomicReference<>(CompletableFuture.completedStage(new Calls.Answer(200, "fine")));

    /** What becomes of a put and of an event. */
    final AtomicReference<CompletionStage<String>> effect =
            new AtomicReference<>(CompletableFuture.completedStage("e-next"));

    /** Who holds what is claimed. */
    final AtomicReference<CompletionStage<String>> holder =
            new AtomicReference<>(CompletableFuture.completedStage("web1"));

    /** What was handed to the sources. */
    final AtomicReference<List<Trigger>> watched = new AtomicReference<>(List.of());

    final AtomicReference<Instant> now = new AtomicReference<>(Fixtures.T0);
    final AtomicReference<Supplier<List<LocalNode.Service>>> services = new AtomicReference<>(List::of);
    final AtomicReference<Runnable> whenStarted = new AtomicReference<>(() -> {});
    final AtomicReference<Consumer<Object>> whenRecorded = new AtomicReference<>(_ -> {});
    /** When what is received next is on disk. */
    final AtomicReference<Supplier<CompletionStage<Done>>> onDisk =
            new AtomicReference<>(() -> CompletableFuture.completedStage(Done.done()));

    /** When what is recorded of a run next is on disk. */
    final AtomicReference<Supplier<CompletionStage<Done>>> started =
            new AtomicReference<>(() -> CompletableFuture.completedStage(Done.done()));

    final ActorRef<Triggers.Command> triggers;
    private final KeyedEvents keys = new KeyedEvents();
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    FakeNode(ActorTestKit kit) {
        log = kit.createTestProbe();
        programs = kit.createTestProbe();
        calls = kit.createTestProbe();
        triggers = kit.spawn(Triggers.create(new Triggers.Ports(
                new Local(),
                this::run,
                this::call,
                new Effects(),
                (all, _) -> watched.set(all),
                new Log(),
                now::get,
                OUTPUT_LIMIT)));
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
            Action.Program program, ByteString stdin, Duration timeout, Commands.Capture capture) {
        whenStarted.get().run();
        var end = new CompletableFuture<Commands.Finished>();
        programs.ref().tell(new Started(program, stdin, timeout, capture, end));
        return end;
    }

    private CompletionStage<Calls.Answer> call(Calls.Request request, Duration timeout, int outputLimit) {
        calls.ref()
                .tell("%s %s %s %s"
                        .formatted(
                                request.method(),
                                request.url(),
                                request.headers(),
                                request.body().utf8String()));
        return answer.get();
    }

    private final class Effects implements Datacenter {
        @Override
        public CompletionStage<String> claim(Claim claim) {
            calls.ref().tell("claim %s for %s".formatted(claim.trigger(), claim.key()));
            return holder.get();
        }

        @Override
        public CompletionStage<Done> put(String key, ByteString value) {
            calls.ref().tell("put " + key + " " + value.utf8String());
            return effect.get().thenApply(_ -> Done.done());
        }

        @Override
        public CompletionStage<String> fire(String name, ByteString payload, int depth) {
            calls.ref().tell("fire " + name + " " + payload.utf8String() + " at depth " + depth);
            return effect.get();
        }
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
        public Optional<String> duplicated(Event event) {
            synchronized (keys) {
                return event.key().flatMap(key -> keys.first(event.name(), key, event.firedAt()));
            }
        }

        @Override
        public CompletionStage<Done> received(Event event, Receipt receipt, List<Run> queued) {
            known.add(receipt.eventId());
            synchronized (keys) {
                event.key()
                        .filter(_ -> !queued.isEmpty())
                        .ifPresent(key -> keys.add(event.id(), event.name(), key.text(), event.firedAt()));
            }
            whenRecorded.get().accept(receipt);
            log.ref().tell(receipt);
            queued.forEach(this::record);
            return onDisk.get().get();
        }

        @Override
        public CompletionStage<Done> record(Run run) {
            whenRecorded.get().accept(run);
            log.ref().tell(run);
            return started.get().get();
        }

        @Override
        public void printed(Run run) {
            log.ref().tell(run);
        }
    }
}
