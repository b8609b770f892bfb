package engine.external;

import engine.checks.Checks;
import engine.checks.Listener;
import engine.checks.Result;
import engine.checks.Status;
import engine.config.Definitions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Probes those checks of nodes without an agent that are this agent's, and tells the catalog. Every second it asks a server which these
 * are; where none answers for a while it ends all of them, for they are another's by then.
 */
public final class ExternalProber {

    /** How often a server is asked. */
    static final Duration LOOK = Duration.ofSeconds(1);

    /** Without an answer for so long, nothing is probed here. */
    static final Duration FORSAKEN = Duration.ofSeconds(5);

    static final String ALIVE = "Node alive or reachable";
    static final String UNREACHABLE = "Node not live or unreachable";

    /** What it is told. */
    public sealed interface Command {}

    private enum Look implements Command {
        INSTANCE
    }

    private record Answered(Instant asked, Cluster.Answer answer) implements Command {}

    private record Unanswered(Throwable failure) implements Command {}

    private record Found(long run, Result result) implements Command {}

    private record Written(String id, Result what, Cluster.Written answer) implements Command {}

    private record Unwritten(String id, Throwable failure) implements Command {}

    /**
     * What it works with.
     *
     * @param definitions reads what the catalog has
     * @param scripts whether programs may be run for checks of the catalog
     * @param outputDelay a change of output alone is told after half of this to one and a half; 0 for at once
     * @param checks makes the actor that runs the checks and tells the given listener
     */
    public record Ports(
            Cluster cluster,
            Definitions definitions,
            boolean scripts,
            Duration outputDelay,
            InstantSource clock,
            RandomGenerator random,
            Function<Listener, Behavior<Checks.Command>> checks) {}

    private final ActorContext<Command> ctx;
    private final Ports ports;
    private final ActorRef<Checks.Command> checks;
    private final Map<String, Probed> probed = new HashMap<>();
    /** What is run, by the number of the run. */
    private final Map<Long, String> runs = new HashMap<>();

    private long begun;
    private String version = "";
    private boolean asking;
    private Instant heard;

    private ExternalProber(ActorContext<Command> ctx, Ports ports) {
        this.ctx = ctx;
        this.ports = ports;
        this.heard = ports.clock().instant();
        var self = ctx.getSelf();
        this.checks = ctx.spawn(
                ports.checks().apply(new Listener() {
                    @Override
                    public void changed(String checkId, Status status, String output) {
                        self.tell(new Found(Probed.run(checkId), new Result(status, output)));
                    }

                    @Override
                    public void expired(String checkId) {
                        throw new IllegalStateException("no check of another node expires here");
                    }
                }),
                "checks");
    }

    /** Nothing is probed at first. */
    public static Behavior<Command> create(Ports ports) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            ctx.setLoggerName(ExternalProber.class);
            timers.startTimerWithFixedDelay(Look.INSTANCE, LOOK);
            var prober = new ExternalProber(ctx, ports);
            prober.look();
            return Behaviors.receiveMessage(prober::receive);
        }));
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case Look _ -> look();
            case Answered(var asked, var answer) -> {
                asking = false;
                heard = asked;
                // "As before" says nothing to one who has ended all since it asked.
                answer.checks().ifPresent(mine -> {
                    version = answer.version();
                    probe(mine);
                });
                contradictions();
            }
            case Unanswered(var failure) -> {
                asking = false;
                ctx.getLog().debug("no server says what is to be probed: {}", String.valueOf(failure.getMessage()));
            }
            case Found(var run, var result) -> found(run, result);
            case Written(var id, var what, var answer) -> written(id, what, answer);
            case Unwritten(var id, var failure) -> {
                ctx.getLog().debug("not told: {}", String.valueOf(failure.getMessage()));
                probed.computeIfPresent(
                        id,
                        (_, check) -> check.unanswered(ports.clock().instant().plus(LOOK)));
            }
        }
        return Behaviors.same();
    }

    private void look() {
        var now = ports.clock().instant();
        if (!probed.isEmpty() && isForsaken(now)) {
            ctx.getLog().warn("no server answers: {} external checks are not probed here any more", probed.size());
            List.copyOf(probed.keySet()).forEach(this::end);
            version = "";
        }
        List.copyOf(probed.keySet()).forEach(this::tell);
        if (!asking) {
            asking = true;
            ctx.pipeToSelf(
                    ports.cluster().ask(version),
                    (answer, failure) -> failure == null ? new Answered(now, answer) : new Unanswered(failure));
        }
    }

    /** Also when this process has been asleep: others have looked after the checks meanwhile. */
    private boolean isForsaken(Instant now) {
        return now.isAfter(heard.plus(FORSAKEN));
    }

    private void end(String id) {
        var ended = probed.remove(id);
        if (ended != null && runs.remove(ended.run()) != null) {
            checks.tell(new Checks.Remove(ended.runId()));
        }
    }

    private void probe(List<ExternalCheck> wanted) {
        var now = ports.clock().instant();
        var gone = new HashSet<>(probed.keySet());
        for (var check : wanted) {
            var id = ProbeDefinition.id(check);
            gone.remove(id);
            var present = probed.get(id);
            if (present == null || !present.known().probesAs(check)) {
                begin(check, ProbeDefinition.of(check, ports.definitions(), ports.scripts()), now);
            } else if (!present.isStale(check, now)) {
                probed.put(id, present.known(check));
            }
        }
        if (wanted.isEmpty() != (probed.size() == gone.size())) {
            ctx.getLog().info("probes {} checks of nodes without an agent", wanted.size());
        }
        gone.forEach(this::end);
    }

    private void begin(ExternalCheck check, ProbeDefinition definition, Instant now) {
        var id = ProbeDefinition.id(check);
        end(id);
        var one = Probed.begin(check, definition, ++begun, now);
        probed.put(id, one);
        if (definition instanceof ProbeDefinition.Runs it) {
            runs.put(one.run(), id);
            checks.tell(new Checks.Put(it.as(one.runId()), one.shows(), now));
        }
        tell(id);
    }

    private void contradictions() {
        var now = ports.clock().instant();
        for (var check : List.copyOf(probed.values())) {
            if (check.isContradicted(now)) {
                begin(check.known(), check.definition(), now);
            }
        }
    }

    private void found(long run, Result result) {
        var id = runs.get(run);
        var present = id == null ? null : probed.get(id);
        if (id == null || present == null) {
            return;
        }
        var shown = result;
        if (present.known().isReachability()) {
            var alive = result.status() == Status.PASSING;
            shown = new Result(result.status(), alive ? ALIVE : UNREACHABLE);
            if (!alive && present.shows().status() == Status.PASSING) {
                ctx.getLog()
                        .warn("node {} is not reachable: {}", present.known().node(), result.output());
            }
        }
        probed.put(id, present.found(shown, ports.clock().instant(), outputDelay()));
        tell(id);
    }

    private Duration outputDelay() {
        var millis = ports.outputDelay().toMillis();
        return millis == 0
                ? Duration.ZERO
                : Duration.ofMillis(millis / 2 + ports.random().nextLong(millis + 1));
    }

    private void tell(String id) {
        var check = probed.get(id);
        var now = ports.clock().instant();
        if (check != null && check.isDue(now) && !isForsaken(now)) {
            var what = check.toTell().orElseThrow();
            probed.put(id, check.told());
            ctx.pipeToSelf(
                    ports.cluster().tell(check.known(), what),
                    (answer, failure) -> failure == null ? new Written(id, what, answer) : new Unwritten(id, failure));
        }
    }

    private void written(String id, Result what, Cluster.Written answer) {
        var present = probed.get(id);
        if (present == null) {
            return;
        }
        probed.put(id, present.answered(what, answer, ports.clock().instant()));
        if (!answer.written()) {
            ctx.getLog()
                    .debug(
                            "check {} of node {} has changed",
                            present.known().id(),
                            present.known().node());
            version = "";
        }
        tell(id);
    }
}
