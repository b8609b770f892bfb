package engine;

import engine.events.Trigger;
import engine.events.Triggers;
import engine.http.KeptTriggers.Kept;
import engine.http.KeptTriggers.Report;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The actor that tells the {@link Triggers} of a node which there are: those of its configuration, and of those kept in the cluster
 * what it permits. It waits for changes by blocking queries, and begins with what it knew before a restart. What is said to the
 * triggers goes through it: after a start, and when another server answers, events wait until it has asked once, so that they meet the
 * triggers that there are. Where nothing is permitted nothing is asked.
 */
final class TriggerDefinitions {

    sealed interface Command {}

    /** The configuration says this. */
    record Configure(List<Trigger> own, AllowList allowed, Duration timeout) implements Command {}

    /** For the triggers. */
    record Pass(Triggers.Command command) implements Command {}

    /** Another server answers from now on. */
    enum Attached implements Command {
        INSTANCE
    }

    private record Answered(long number, Optional<Page> page) implements Command {}

    private record Reported(String text, boolean done) implements Command {}

    private enum Again implements Command {
        ASK,
        REPORT,
        RELEASE
    }

    /**
     * The triggers of the cluster.
     *
     * @param index by which the next change is waited for
     */
    record Page(long index, List<Kept> triggers) {}

    /** The port to the cluster. */
    interface Cluster {
        /** Completes when the triggers are others than at this index, or after a while; at once for 0. */
        CompletionStage<Page> triggers(long index);

        CompletionStage<Done> report(Report report);
    }

    /** Until there is an answer where there was none, and where there was nothing new. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration REPORT_PAUSE = Duration.ofSeconds(5);
    /** What is reported is forgotten after some days. */
    private static final Duration REPORT_AGAIN = Duration.ofHours(24);
    /** Events wait no longer for the triggers of the cluster: there may be no server to ask. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Configure NOTHING = new Configure(List.of(), new AllowList(List.of()), Duration.ofMinutes(1));

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final ActorRef<Triggers.Command> triggers;
    private final Cluster cluster;
    private final KnownTriggers known;
    private final Deque<Triggers.Command> held = new ArrayDeque<>();
    private Configure by = NOTHING;
    private String report = "";
    private boolean asks;
    /** From the start on, till there is a configuration: other servers tell their events as soon as this one can be reached. */
    private boolean holds = true;

    private long index;
    private long number;

    private TriggerDefinitions(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ActorRef<Triggers.Command> triggers,
            Cluster cluster,
            KnownTriggers known) {
        this.context = context;
        this.timers = timers;
        this.triggers = triggers;
        this.cluster = cluster;
        this.known = known;
    }

    /** @param known what there was before a restart */
    static Behavior<Command> create(ActorRef<Triggers.Command> triggers, Cluster cluster, KnownTriggers known) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new TriggerDefinitions(context, timers, triggers, cluster, known).behavior()));
    }

    private Behavior<Command> behavior() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Configure configure -> configure(configure);
                case Pass(var passed) -> pass(passed);
                case Attached _ -> begin();
                case Answered(var answered, var page) -> {
                    if (answered == number) {
                        page.ifPresentOrElse(this::take, this::failed);
                    }
                }
                case Reported(var text, var done) -> reported(text, done);
                case Again again -> {
                    switch (again) {
                        case ASK -> ask();
                        case REPORT -> report();
                        case RELEASE -> release();
                    }
                }
            }
            return Behaviors.same();
        });
    }

    private void configure(Configure configure) {
        by = configure;
        define();
        var permits = !by.allowed().patterns().isEmpty();
        if (permits && !asks) {
            asks = true;
            begin();
        } else if (!permits) {
            asks = false;
            number++;
            timers.cancel(Again.ASK);
            release();
        }
    }

    /** From here on what is known may be old. */
    private void begin() {
        if (asks) {
            index = 0;
            holds = true;
            timers.startSingleTimer(Again.RELEASE, PATIENCE);
            ask();
        }
    }

    private void ask() {
        timers.cancel(Again.ASK);
        var asked = ++number;
        context.pipeToSelf(
                cluster.triggers(index),
                (page, failure) -> new Answered(asked, failure == null ? Optional.ofNullable(page) : Optional.empty()));
    }

    private void take(Page page) {
        var isNews = page.index() != index;
        index = page.index();
        if (known.replace(page.triggers())) {
            context.getLog()
                    .info("{} triggers are kept in the cluster", page.triggers().size());
            define();
        }
        release();
        if (isNews) {
            ask();
        } else {
            timers.startSingleTimer(Again.ASK, PAUSE);
        }
    }

    private void failed() {
        index = 0;
        timers.startSingleTimer(Again.ASK, PAUSE);
    }

    private void pass(Triggers.Command command) {
        if (holds && command instanceof Triggers.Deliver) {
            held.add(command);
        } else {
            triggers.tell(command);
        }
    }

    private void release() {
        holds = false;
        timers.cancel(Again.RELEASE);
        held.forEach(triggers::tell);
        held.clear();
    }

    private void define() {
        var set = TriggerSet.of(by.own(), by.allowed(), by.timeout(), known.all());
        set.report()
                .fails()
                .forEach((name, why) ->
                        context.getLog().warn("trigger '{}' of the cluster cannot be run here: {}", name, why));
        triggers.tell(new Triggers.Define(set.triggers()));
        var text = TriggerText.of(set.report());
        if (!text.equals(report)) {
            report = text;
            report();
        }
    }

    /** One that permits nothing need not say so, unless it has said otherwise. */
    private void report() {
        var permitsNothing = by.allowed().patterns().isEmpty();
        if (permitsNothing && known.reported().isEmpty()) {
            timers.cancel(Again.REPORT);
            return;
        }
        var told = report;
        timers.startSingleTimer(Again.REPORT, REPORT_AGAIN);
        context.pipeToSelf(
                cluster.report(TriggerText.report(told)), (_, failure) -> new Reported(told, failure == null));
    }

    private void reported(String text, boolean done) {
        if (!text.equals(report)) {
            return;
        }
        if (done) {
            known.reported(by.allowed().patterns().isEmpty() ? "" : text);
        } else {
            timers.startSingleTimer(Again.REPORT, REPORT_PAUSE);
        }
    }
}
