package engine.sources;

import engine.events.Cause;
import engine.events.Event;
import engine.events.EventIds;
import engine.events.Triggers;
import engine.text.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/** The actor that waits for what one trigger waits for: one question at a time, and the next when all that was seen is recorded. */
final class TriggerWatch {

    sealed interface Command {}

    private record Answered(
            @Nullable Answer answer, @Nullable Throwable failure) implements Command {}

    private enum Ask implements Command {
        INSTANCE
    }

    /** A clock that is set is noticed at the latest with the next of these. */
    private enum Tick implements Command {
        INSTANCE
    }

    private enum Recorded implements Command {
        INSTANCE
    }

    private static final Duration LONGEST_TICK = Duration.ofSeconds(30);
    private static final Duration SHORTEST_TICK = Duration.ofMillis(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    /** Trouble that is over before it comes to this pause is not worth telling. */
    private static final Duration TOLD_AT = Duration.ofSeconds(4);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final SourceWatch.Ports ports;
    private final String trigger;
    private final ActorRef<Triggers.Command> triggers;
    private final ActorRef<SourceWatch.Command> owner;
    private final ActorRef<Done> recorded;
    private Observer observer;
    private String kept;
    private int recording;
    private boolean asked;
    private Duration pause = FIRST_PAUSE;

    private TriggerWatch(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SourceWatch.Ports ports,
            String trigger,
            Observer observer,
            ActorRef<Triggers.Command> triggers,
            ActorRef<SourceWatch.Command> owner) {
        this.context = context;
        this.timers = timers;
        this.ports = ports;
        this.trigger = trigger;
        this.observer = observer;
        this.kept = observer.position();
        this.triggers = triggers;
        this.owner = owner;
        this.recorded = context.messageAdapter(Done.class, _ -> Recorded.INSTANCE);
    }

    static Behavior<Command> create(
            SourceWatch.Ports ports,
            String trigger,
            Observer observer,
            ActorRef<Triggers.Command> triggers,
            ActorRef<SourceWatch.Command> owner) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var watch = new TriggerWatch(context, timers, ports, trigger, observer, triggers, owner);
            watch.goOn();
            return Behaviors.receiveMessage(watch::receive);
        }));
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case Answered(var answer, var failure) -> {
                asked = false;
                answered(answer, failure);
            }
            case Ask _ -> ask();
            case Tick _ -> follow(observer.at(ports.clock().instant()));
            case Recorded _ -> {
                recording--;
                goOn();
            }
        }
        return Behaviors.same();
    }

    private void answered(@Nullable Answer answer, @Nullable Throwable failure) {
        try {
            if (answer == null) {
                throw new IllegalStateException(failure == null ? "there was no answer" : Reason.of(failure), failure);
            }
            var step = observer.saw(answer, ports.clock().instant());
            if (pause.compareTo(TOLD_AT) > 0) {
                context.getLog().info("trigger '{}' hears again of what it waits for", trigger);
            }
            pause = FIRST_PAUSE;
            follow(step);
        } catch (RuntimeException e) {
            if (pause.equals(TOLD_AT)) {
                context.getLog().warn("trigger '{}' does not hear of what it waits for: {}", trigger, Reason.of(e));
            }
            timers.startSingleTimer(Ask.INSTANCE, Ask.INSTANCE, pause);
            var longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
    }

    private void follow(Observer.Step step) {
        observer = step.next();
        if (!step.warning().isEmpty()) {
            context.getLog().warn("trigger '{}': {}", trigger, step.warning());
        }
        for (var sighting : step.sightings()) {
            recording++;
            triggers.tell(new Triggers.Occur(event(sighting), recorded));
        }
        goOn();
    }

    private Event event(Sighting sighting) {
        return Event.seen(
                EventIds.of(sighting.at(), trigger, sighting.subject()),
                trigger,
                sighting.payload(),
                ports.lamport().getAsLong(),
                sighting.at(),
                ports.node(),
                new Cause(sighting.text(), sighting.subject(), sighting.blur(), sighting.variables()));
    }

    /** What was seen is known after a restart: the place is kept, and the next may come. */
    private void goOn() {
        if (recording > 0) {
            return;
        }
        if (!observer.position().equals(kept)) {
            kept = observer.position();
            owner.tell(new SourceWatch.Reached(trigger, kept));
        }
        observer.due().ifPresent(due -> {
            var left = Duration.between(ports.clock().instant(), due);
            var wait = left.compareTo(LONGEST_TICK) > 0
                    ? LONGEST_TICK
                    : left.compareTo(SHORTEST_TICK) < 0 ? SHORTEST_TICK : left;
            timers.startSingleTimer(Tick.INSTANCE, Tick.INSTANCE, wait);
        });
        if (!asked && !timers.isTimerActive(Ask.INSTANCE)) {
            if (observer.pause().isZero()) {
                ask();
            } else {
                timers.startSingleTimer(Ask.INSTANCE, Ask.INSTANCE, observer.pause());
            }
        }
    }

    private void ask() {
        observer.question().ifPresent(question -> {
            asked = true;
            context.pipeToSelf(answer(question), Answered::new);
        });
    }

    private CompletionStage<Answer> answer(String question) {
        try {
            return ports.api().apply(question);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }
}
