package engine;

import engine.http.Autopilot;
import engine.http.Context;
import engine.http.Operator;
import engine.http.Refusal;
import engine.kv.Operation;
import engine.operator.AutopilotText;
import engine.state.Published;
import engine.state.Value;
import engine.text.Reason;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;

/**
 * Autopilot as HTTP sees it. Its configuration is the key {@link OwnKeys#AUTOPILOT}: in the consistent log like any other.
 *
 * @param there asks the server that leads to hand over, to the one with an id or to any
 */
record HttpAutopilot(
        Members members,
        HttpOperator operator,
        Published published,
        KvLog log,
        BiFunction<Value.Member, Optional<String>, CompletionStage<Done>> there)
        implements Autopilot {
    /** Where nobody has set anything; clients take 0 for "there is none". */
    private static final long UNSET = 1;

    @Override
    public Kept configuration() {
        return of(published);
    }

    /** The configuration as it is kept. */
    static Kept of(Published published) {
        var stored = published.current().kv().entries().get(OwnKeys.AUTOPILOT);
        return stored == null
                ? new Kept(Configuration.DEFAULT, UNSET, UNSET)
                : new Kept(
                        AutopilotText.read(stored.value().bytes().utf8String()),
                        stored.createIndex(),
                        stored.modifyIndex());
    }

    @Override
    public CompletionStage<Boolean> configure(Configuration wanted, OptionalLong cas, Context context) {
        if (cas.isPresent() && cas.getAsLong() == 0) {
            return CompletableFuture.completedStage(false);
        }
        var expected = cas.isPresent() && cas.getAsLong() == UNSET ? OptionalLong.of(0) : cas;
        return log.writes()
                .held(
                        () -> new Operation.Put(
                                OwnKeys.AUTOPILOT,
                                ByteString.fromString(AutopilotText.of(wanted)),
                                0,
                                expected,
                                OptionalLong.empty()),
                        context);
    }

    @Override
    public Health health() {
        var view = log.view();
        return new Health(
                view.term(),
                view.applied(),
                operator.peers().stream()
                        .filter(peer -> peer.status() != Operator.Status.LEFT)
                        .map(peer -> new Server(
                                peer,
                                members.find(peer.node())
                                        .map(Value.Member::since)
                                        .orElse(peer.lastSeen())))
                        .toList());
    }

    @Override
    public CompletionStage<Done> transferLeader(Optional<String> id, boolean passedOn, Context context) {
        var unknown = id.filter(
                wanted -> operator.peers().stream().noneMatch(peer -> peer.id().equals(wanted) && peer.voter()));
        if (unknown.isPresent()) {
            return refused("id \"" + unknown.get() + "\" was not found in the Raft configuration");
        }
        if (log.view().leads()) {
            return log.handOver(id)
                    .exceptionallyCompose(failure -> refused("the leader was not changed: " + Reason.of(failure)));
        }
        var leader = members.leader();
        return members.servers().stream()
                .filter(server -> !passedOn && leader.equals(Optional.of(Members.address(server))))
                .findFirst()
                .map(server -> there.apply(server, id))
                .orElseGet(() -> refused("No cluster leader"));
    }

    private static CompletionStage<Done> refused(String sentence) {
        return CompletableFuture.failedStage(new Refusal(500, sentence));
    }
}
