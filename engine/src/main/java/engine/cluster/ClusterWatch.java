package engine.cluster;

import engine.cluster.ClusterView.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;

/**
 * Tells of every change of the cluster as this server sees it. After each event it asks for the state as a whole: the one that
 * {@link Cluster} holds ready may be older than the event.
 */
final class ClusterWatch {

    private ClusterWatch() {}

    static Behavior<ClusterDomainEvent> create(Consumer<ClusterView> told) {
        return Behaviors.setup(ctx -> {
            var cluster = Cluster.get(Adapter.toClassic(ctx.getSystem()));
            var state = ctx.messageAdapter(CurrentClusterState.class, Asked::new);
            var self = Adapter.toClassic(ctx.getSelf());
            cluster.subscribe(self, ClusterEvent.initialStateAsEvents(), ClusterDomainEvent.class);
            return Behaviors.receive(ClusterDomainEvent.class)
                    .onMessage(Asked.class, asked -> {
                        told.accept(view(cluster, asked.state()));
                        return Behaviors.same();
                    })
                    .onAnyMessage(_ -> {
                        cluster.sendCurrentClusterState(Adapter.toClassic(state));
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    /** The answer to what was asked. */
    private record Asked(CurrentClusterState state) implements ClusterDomainEvent {}

    /** The cluster as it was a moment ago. */
    static ClusterView view(Cluster cluster) {
        return view(cluster, cluster.state());
    }

    private static ClusterView view(Cluster cluster, CurrentClusterState state) {
        var members = new ArrayList<Member>();
        for (var member : state.getMembers()) {
            members.add(new Member(
                    text(member.address()),
                    member.uniqueAddress().longUid(),
                    member.status().toString(),
                    !state.getUnreachable().contains(member)));
        }
        members.sort(Comparator.comparing(Member::address));
        var self = cluster.selfUniqueAddress();
        return new ClusterView(
                text(self.address()),
                self.longUid(),
                members,
                Optional.ofNullable(state.getLeader()).map(ClusterWatch::text));
    }

    /** {@code host:port}. */
    static String text(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }
}
