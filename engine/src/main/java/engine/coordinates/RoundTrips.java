package engine.coordinates;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Measures the ways from this node to servers, from time to time, and learns from them where it is. */
final class RoundTrips {

    /** What it is told. */
    sealed interface Command {}

    private enum Look implements Command {
        INSTANCE
    }

    private record Done(Way.Measured measured) implements Command {}

    private record Failed(Throwable why) implements Command {}

    /**
     * What it works with.
     *
     * @param servers whose way is to be measured this time
     * @param here told where the node is when that was worked out anew
     * @param after run after each round
     */
    record Ports(Way way, Supplier<List<InetSocketAddress>> servers, Consumer<Coordinate> here, Runnable after) {}

    /**
     * How often.
     *
     * @param settling between the first measurements, so that a node is soon somewhere
     * @param rounds how many these are
     * @param pause between later ones, where no server wants a longer one
     */
    record Pace(Duration settling, int rounds, Duration pause) {
        /** Servers are few, and all measure each other. */
        static final Pace OF_SERVERS = new Pace(Duration.ofSeconds(1), 10, Duration.ofSeconds(5));

        static final Pace OF_AGENTS = new Pace(Duration.ofSeconds(5), 6, Duration.ofSeconds(15));
    }

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final Ports ports;
    private final Pace pace;
    private final RandomGenerator random;
    private final Vivaldi vivaldi;
    private Duration wanted = Duration.ZERO;
    private int rounds;

    private RoundTrips(
            ActorContext<Command> ctx, TimerScheduler<Command> timers, Ports ports, Pace pace, RandomGenerator random) {
        this.ctx = ctx;
        this.timers = timers;
        this.ports = ports;
        this.pace = pace;
        this.random = random;
        this.vivaldi = new Vivaldi(random);
    }

    static Behavior<Command> create(Ports ports, Pace pace, RandomGenerator random) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var trips = new RoundTrips(ctx, timers, ports, pace, random);
            timers.startSingleTimer(Look.INSTANCE, trips.part(pace.settling()));
            return Behaviors.receiveMessage(trips::receive);
        }));
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case Look _ -> look();
            case Done(var measured) -> {
                wanted = measured.pause();
                if (vivaldi.measured(measured.node(), measured.there(), measured.seconds())) {
                    ports.here().accept(vivaldi.coordinate());
                }
            }
            // A server that is away, or of a version that does not know of this, is measured another time.
            case Failed(var why) -> ctx.getLog().debug("no way was measured: {}", why.getMessage());
        }
        return Behaviors.same();
    }

    private void look() {
        for (var server : ports.servers().get()) {
            ctx.pipeToSelf(
                    ports.way().measure(server, vivaldi.coordinate()),
                    (measured, failure) -> failure == null ? new Done(measured) : new Failed(failure));
        }
        ports.after().run();
        var pause = pause();
        timers.startSingleTimer(Look.INSTANCE, part(pause).plus(pause.dividedBy(2)));
    }

    /** A third of what servers want, until the node is somewhere. */
    private Duration pause() {
        if (rounds < pace.rounds()) {
            rounds++;
            return longer(pace.settling(), wanted.dividedBy(3));
        }
        return longer(pace.pause(), wanted);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Any part, so that agents that began together do not measure together. */
    private Duration part(Duration whole) {
        return Duration.ofMillis(random.nextLong(whole.toMillis() + 1));
    }
}
