package engine;

import engine.cluster.LivenessWatch;
import engine.link.Attached;
import engine.link.FromAgent;
import engine.state.Change;
import engine.state.Key;
import engine.state.Op;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Store;
import engine.state.Value;
import engine.state.Value.Standing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/** What a server does about the client agents that are attached to it: it has them in the state as they stand. */
final class AttachedAgents implements Attached, Published.Listener {
    /** Who was taken for dead is shown alive after some messages from actor to actor. */
    private static final Duration SHOWN = Duration.ofSeconds(1);

    private final String server;
    private final Members members;
    private final Function<Function<ActorRef<StatusReply<Boolean>>, Store.Command>, CompletionStage<Boolean>> store;
    private final Function<List<Op>, CompletionStage<Boolean>> writer;
    private final InstantSource clock;
    private final Consumer<String> whenGone;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    /**
     * An agent that is attached, as it said who it is.
     *
     * @param shown done when the catalog does not say that it is dead
     */
    private record Session(long number, Value.Member member, CompletableFuture<Done> shown) {}

    /**
     * @param server name of this server
     * @param store asks the store
     * @param writer writes what an agent has to say
     * @param whenGone told the node of an agent that is not attached any more
     */
    AttachedAgents(
            String server,
            Members members,
            Function<Function<ActorRef<StatusReply<Boolean>>, Store.Command>, CompletionStage<Boolean>> store,
            Function<List<Op>, CompletionStage<Boolean>> writer,
            InstantSource clock,
            Consumer<String> whenGone) {
        this.server = server;
        this.members = members;
        this.store = store;
        this.writer = writer;
        this.clock = clock;
        this.whenGone = whenGone;
    }

    @Override
    public CompletionStage<Optional<String>> admit(FromAgent.Hello hello) {
        return CompletableFuture.completedStage(other(hello.node(), hello.id()).map(AttachedAgents::taken));
    }

    /** How many are attached. */
    int count() {
        return sessions.size();
    }

    /** Why a server cannot have this name: a client agent has it. That servers differ is for those that form the cluster. */
    Optional<String> refusal(String node, String id) {
        return other(node, id).filter(known -> !known.server()).map(AttachedAgents::taken);
    }

    private Optional<Value.Member> other(String node, String id) {
        return members.find(node).filter(known -> !known.id().equals(id) && members.alive(known));
    }

    private static String taken(Value.Member known) {
        return "the node name %s is taken by another agent, %s at %s, which is alive: give one of them another name"
                .formatted(known.name(), known.id(), known.address());
    }

    @Override
    public CompletionStage<Done> attached(FromAgent.Hello hello, long session) {
        var member = new Value.Member(
                hello.node(),
                hello.id(),
                false,
                hello.address(),
                hello.agentPort(),
                0,
                hello.version(),
                hello.datacenter(),
                Standing.ALIVE,
                server,
                clock.instant());
        var name = Key.fold(hello.node());
        var shown = new CompletableFuture<Done>();
        sessions.put(name, new Session(session, member, shown));
        stand(member);
        // A change before this look has told nobody.
        if (!isShownDead(name, members.published().current())) {
            shown.complete(Done.done());
        }
        return shown.completeOnTimeout(Done.done(), SHOWN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean isShownDead(String node, Snapshot state) {
        var known = state.catalog().nodes().get(node);
        var check = known == null ? null : known.checks().get(Key.fold(LivenessWatch.CHECK));
        return check != null && !check.value().status().equals("passing");
    }

    @Override
    public List<Value.Event> missed(FromAgent.Hello hello) {
        return MissedEvents.of(members.published().current().events(), hello);
    }

    @Override
    public CompletionStage<Boolean> gone(String node, String id, Reason reason, long session) {
        sessions.computeIfPresent(Key.fold(node), (_, present) -> present.number() == session ? null : present);
        if (!sessions.containsKey(Key.fold(node))) {
            whenGone.accept(node);
        }
        return members.find(node)
                .filter(known -> known.id().equals(id) && known.via().equals(server))
                .map(known -> switch (reason) {
                    case LEFT -> removed(known);
                    case STOPPED -> stand(known.with(Standing.STOPPED, server, clock.instant()));
                    case CLOSED, SILENT -> stand(known.with(Standing.FAILED, server, clock.instant()));
                })
                .orElseGet(() -> CompletableFuture.completedStage(true));
    }

    @Override
    public void dispersed() {
        sessions.clear();
    }

    /**
     * Another server may have found an agent silent after it came here, when the two servers could not tell each other. Its word is
     * the later one, and is wrong: the agent is here.
     */
    @Override
    public void published(Snapshot before, Snapshot after, List<Change> changes) {
        for (var change : changes) {
            if (change.key() instanceof Key.Check(var node, var id) && id.equals(Key.fold(LivenessWatch.CHECK))) {
                var present = sessions.get(node);
                if (present != null && !isShownDead(node, after)) {
                    present.shown().complete(Done.done());
                }
            }
            if (change.key() instanceof Key.Member(var name)
                    && change.entry().value() instanceof Value.Member member
                    && member.standing() == Standing.FAILED
                    && !member.via().equals(server)) {
                var present = sessions.get(name);
                if (present != null && present.member().id().equals(member.id())) {
                    stand(present.member().with(Standing.ALIVE, server, clock.instant()));
                }
            }
        }
    }

    /** Agents of before a restart of this server that have not come back to any: they are gone. */
    void sweep() {
        for (var member : members.published().current().members().values()) {
            if (!member.server()
                    && member.standing() == Standing.ALIVE
                    && member.via().equals(server)
                    && !sessions.containsKey(Key.fold(member.name()))) {
                stand(member.with(Standing.FAILED, server, clock.instant()));
            }
        }
    }

    private CompletionStage<Boolean> removed(Value.Member known) {
        return store.apply(replyTo -> new Store.DeleteNode(known.name(), replyTo))
                .thenCompose(_ -> stand(known.with(Standing.LEFT, server, clock.instant())));
    }

    private CompletionStage<Boolean> stand(Value.Member member) {
        return store.apply(replyTo -> new Store.Stand(member, replyTo));
    }

    @Override
    public CompletionStage<Boolean> write(String node, List<Op> ops) {
        return writer.apply(ops);
    }

    @Override
    public CompletionStage<Boolean> own(String node, List<Op.Put> all) {
        return store.apply(replyTo -> new Store.Own(node, all, replyTo));
    }
}
