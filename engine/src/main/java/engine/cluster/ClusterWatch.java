package engine.cluster;

import engine.cluster.ClusterView.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;

/**
 * Tells of every change of the cluster as this server sees it. After each event it asks for the state as a whole: the one that
 * {@link Cluster} holds ready may be older than the event.
 */
final class ClusterWatch {
    /** A member tells its node's id and name as roles, the one thing of its own that Pekko passes on. */
    private static final String ID = "id-";

    private static final String NAME = "name-";

    private final Cluster cluster;
    private final Map<UniqueAddress, Long> lost = new HashMap<>();

    private ClusterWatch(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The roles by which others know a server. */
    static List<String> roles(String id, String name) {
        return List.of("server", ID + id, NAME + name);
    }

    static Behavior<ClusterDomainEvent> create(Consumer<ClusterView> told) {
        return Behaviors.setup(ctx -> {
            var watch = new ClusterWatch(Cluster.get(Adapter.toClassic(ctx.getSystem())));
            var state = ctx.messageAdapter(CurrentClusterState.class, Asked::new);
            watch.cluster.subscribe(
                    Adapter.toClassic(ctx.getSelf()), ClusterEvent.initialStateAsEvents(), ClusterDomainEvent.class);
            return Behaviors.receive(ClusterDomainEvent.class)
                    .onMessage(Asked.class, asked -> {
                        told.accept(watch.view(asked.state()));
                        return Behaviors.same();
                    })
                    .onAnyMessage(_ -> {
                        watch.cluster.sendCurrentClusterState(Adapter.toClassic(state));
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    /** The answer to what was asked. */
    private record Asked(CurrentClusterState state) implements ClusterDomainEvent {}

    /** A server that is no member of anything yet. */
    static ClusterView none(Cluster cluster) {
        var self = cluster.selfUniqueAddress();
        return ClusterView.none(text(self.address()), self.longUid());
    }

    private ClusterView view(CurrentClusterState state) {
        var now = System.nanoTime();
        var unreachable = new HashSet<UniqueAddress>();
        state.getUnreachable().forEach(member -> unreachable.add(member.uniqueAddress()));
        lost.keySet().retainAll(unreachable);
        unreachable.forEach(address -> lost.putIfAbsent(address, now));
        var members = new ArrayList<Member>();
        for (var member : state.getMembers()) {
            if (!member.status().equals(MemberStatus.removed())) {
                members.add(member(member));
            }
        }
        members.sort(Comparator.comparing(Member::address));
        var self = cluster.selfUniqueAddress();
        return new ClusterView(
                text(self.address()),
                self.longUid(),
                members,
                Optional.ofNullable(state.getLeader()).map(ClusterWatch::text));
    }

    private Member member(org.apache.pekko.cluster.Member member) {
        var since = lost.get(member.uniqueAddress());
        return new Member(
                text(member.address()),
                member.uniqueAddress().longUid(),
                role(member, ID),
                role(member, NAME),
                status(member.status()),
                since == null ? OptionalLong.empty() : OptionalLong.of(since),
                since == null || reached(member.address()));
    }

    /**
     * Whether the own failure detector reaches a member that somebody does not. Each change of what it says is an event. In a large
     * cluster it does not look at every member: then the word of the others counts.
     */
    private boolean reached(Address address) {
        var detector = cluster.failureDetector();
        return detector.isMonitoring(address) && detector.isAvailable(address);
    }

    private static String role(org.apache.pekko.cluster.Member member, String kind) {
        for (var role : member.getRoles()) {
            if (role.startsWith(kind)) {
                return role.substring(kind.length());
            }
        }
        return "";
    }

    /** Pekko's own are no enum. */
    private static ClusterMember.Status status(MemberStatus status) {
        return STATUSES.getOrDefault(status, ClusterMember.Status.DOWN);
    }

    private static final Map<MemberStatus, ClusterMember.Status> STATUSES = Map.of(
            MemberStatus.joining(), ClusterMember.Status.JOINING,
            MemberStatus.weaklyUp(), ClusterMember.Status.WEAKLY_UP,
            MemberStatus.up(), ClusterMember.Status.UP,
            MemberStatus.leaving(), ClusterMember.Status.LEAVING,
            MemberStatus.exiting(), ClusterMember.Status.EXITING,
            MemberStatus.down(), ClusterMember.Status.DOWN);

    /** {@code host:port}. */
    static String text(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }
}
