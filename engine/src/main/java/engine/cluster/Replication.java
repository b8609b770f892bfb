package engine.cluster;

import engine.metrics.Metrics;
import engine.remote.RemoteActors;
import engine.state.Bucket;
import engine.state.Change;
import engine.state.Delta;
import engine.state.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * How what one server writes reaches the others: pushed at once to all that can be reached, whatever waits together. A server
 * that comes, or comes back, compares digests of all buckets and asks for those that differ, in parts no larger than a frame
 * allows. Pekko's gossip of whole buckets repairs what both have missed.
 */
final class Replication {

    /** Name of the actor under the guardian, the same on every server. */
    static final String NAME = "replication";

    /** How often one other server, by chance, is asked for what was missed: messages between servers can be lost. */
    private static final Duration COMPARE = Duration.ofSeconds(5);
    /** What is on its way has arrived by then: the same server is asked again for what still differs. */
    private static final Duration ARRIVAL = Duration.ofSeconds(1);

    private static final Class<Map<String, Bucket>> BUCKETS = buckets();
    private static final Duration STORE_TIME = Duration.ofSeconds(5);
    /** Bytes of one frame, beyond which only a single large value goes; well below Pekko's largest. */
    private static final int FRAME = 256 << 10;

    sealed interface Command permits Wire, Push, Flush, View, Contents, Tick, CompareAgain {}

    /** Sends what was written here. */
    record Push(List<Change> changes) implements Command {}

    /** Who can be reached. */
    record View(ClusterView view) implements Command {}

    private enum Flush implements Command {
        INSTANCE
    }

    /**
     * @param asked what {@code server} asked; null to ask that for what differs from {@code here}
     * @param occasion to ask
     */
    private record Contents(
            String server, Wire.@Nullable Compare asked, Wire.Occasion occasion, Map<String, Bucket> here)
            implements Command {}

    /** A bucket that was not the same here and there. */
    private record Difference(long here, long there) {}

    private enum Tick implements Command {
        COMPARE
    }

    private record CompareAgain(ClusterView.Member with) implements Command {}

    private final ActorContext<Command> ctx;
    private final ActorRef<Store.Command> store;
    private final String self;
    private final Map<ClusterView.Member, ActorRef<Command>> others = new HashMap<>();
    private final Map<String, Iterator<ByteString>> answering = new HashMap<>();
    /** Where servers differed from here when they last asked. */
    private final Map<String, Map<String, Difference>> differences = new ConcurrentHashMap<>();

    private List<Change> outbox = new ArrayList<>();
    private boolean flushing;

    private Replication(ActorContext<Command> ctx, ActorRef<Store.Command> store) {
        this.ctx = ctx;
        this.store = store;
        this.self = ctx.getSystem().address() + "/user/" + NAME;
    }

    static Behavior<Command> create(ActorRef<Store.Command> store) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.COMPARE, COMPARE);
            var replication = new Replication(ctx, store);
            return Behaviors.receiveMessage(replication::receive);
        }));
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case Push push -> push(push);
            case Flush _ -> flush();
            case View(var view) -> view(view);
            case Contents(var server, var asked, var occasion, var here) -> contents(server, asked, occasion, here);
            case Tick _ -> compare();
            case CompareAgain(var with) -> {
                if (others.containsKey(with)) {
                    askStore(path(with), null, Wire.Occasion.ROUTINE);
                }
            }
            case Wire.Push(var delta) -> {
                Metrics.REPLICATION_RECEIVED.add(delta.size());
                store.tell(new Store.Merge(Delta.fromBytes(delta), () -> {}));
            }
            case Wire.Compare compare -> {
                askStore(compare.from(), compare, compare.occasion());
                if (compare.occasion() == Wire.Occasion.FOUND) {
                    askStore(compare.from(), null, Wire.Occasion.FOUND_BACK);
                }
            }
            case Wire.Part(var from, var delta) -> {
                Metrics.REPLICATION_RECEIVED.add(delta.size());
                store.tell(new Store.Merge(Delta.fromBytes(delta), () -> tell(from, new Wire.More(self))));
            }
            case Wire.More(var from) -> more(from);
        }
        return Behaviors.same();
    }

    private void push(Push push) {
        outbox.addAll(push.changes());
        if (!flushing) {
            // What is in the mailbox behind this one goes with it.
            flushing = true;
            ctx.getSelf().tell(Flush.INSTANCE);
        }
    }

    private void flush() {
        flushing = false;
        var frames = others.isEmpty() ? List.<ByteString>of() : Delta.frames(outbox, FRAME);
        outbox = new ArrayList<>();
        for (var delta : frames) {
            others.forEach((member, other) -> {
                other.tell(new Wire.Push(delta));
                Metrics.REPLICATION_SENT.with(member.address()).add(delta.size());
            });
        }
    }

    private void view(ClusterView view) {
        var now = new HashSet<>(view.others());
        // One that asks may not be among the others yet: it is further in joining than is known here.
        for (var member :
                others.keySet().stream().filter(member -> !now.contains(member)).toList()) {
            others.remove(member);
            answering.remove(path(member));
            differences.remove(path(member));
            Metrics.REPLICATION_SENT.forget(member.address());
            Metrics.REPLICATION_DIFFERENCES.forget(member.address());
        }
        for (var member : now) {
            // One that is new here or was out of reach: each asks the other for what it has missed. They find each
            // other
            // at different times, and what is written in between is pushed one way only: hence it is asked back too.
            if (others.put(member, ref(path(member))) == null) {
                shown(member);
                askStore(path(member), null, Wire.Occasion.FOUND);
            }
        }
    }

    /** With 0 until something happens. */
    private void shown(ClusterView.Member member) {
        var path = path(member);
        Metrics.REPLICATION_SENT.with(member.address());
        Metrics.REPLICATION_DIFFERENCES
                .with(member.address())
                .reads(() -> differences.getOrDefault(path, Map.of()).size());
    }

    private void compare() {
        if (!others.isEmpty()) {
            var all = List.copyOf(others.keySet());
            var one = all.get(ThreadLocalRandom.current().nextInt(all.size()));
            askStore(path(one), null, Wire.Occasion.ROUTINE);
            ctx.scheduleOnce(ARRIVAL, ctx.getSelf(), new CompareAgain(one));
        }
    }

    private void askStore(String server, Wire.@Nullable Compare asked, Wire.Occasion occasion) {
        ctx.ask(
                BUCKETS,
                store,
                STORE_TIME,
                Store.Buckets::new,
                (here, _) -> new Contents(server, asked, occasion, here == null ? Map.of() : here));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a class object knows nothing of type parameters
    private static Class<Map<String, Bucket>> buckets() {
        return (Class) Map.class;
    }

    private void contents(
            String server, Wire.@Nullable Compare asked, Wire.Occasion occasion, Map<String, Bucket> here) {
        if (asked == null) {
            var digests = new HashMap<String, Long>();
            here.forEach((name, bucket) -> digests.put(name, bucket.digest()));
            tell(server, new Wire.Compare(self, occasion, digests));
            return;
        }
        var before = differences.getOrDefault(server, Map.of());
        var now = new HashMap<String, Difference>();
        var parts = new ArrayList<Bucket>();
        here.forEach((name, bucket) -> {
            var difference = new Difference(bucket.digest(), asked.digests().getOrDefault(name, 0L));
            if (difference.here() != difference.there()) {
                now.put(name, difference);
                // One that changes all the time differs by what is on its way; one that stays so has missed something.
                if (asked.occasion() != Wire.Occasion.ROUTINE || difference.equals(before.get(name))) {
                    parts.add(bucket);
                }
            }
        });
        differences.put(server, now);
        answering.put(
                server,
                parts.stream()
                        .flatMap(bucket -> Delta.frames(bucket, FRAME).stream())
                        .iterator());
        more(server);
    }

    private void more(String server) {
        var parts = answering.get(server);
        if (parts != null && parts.hasNext()) {
            tell(server, new Wire.Part(self, parts.next()));
        } else {
            answering.remove(server);
        }
    }

    private void tell(String server, Wire message) {
        ref(server).tell(message);
    }

    private ActorRef<Command> ref(String path) {
        return RemoteActors.at(ctx.getSystem(), path);
    }

    private String path(ClusterView.Member member) {
        return "pekko://" + ctx.getSystem().name() + "@" + member.address() + "/user/" + NAME;
    }
}
