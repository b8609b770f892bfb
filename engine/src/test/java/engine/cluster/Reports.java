package engine.cluster;

import engine.cluster.ClusterMember.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reports of servers a, b, c ..., whose ids and addresses are in the order of their names. */
final class Reports {
    private Reports() {}

    static ServerReport unformed(String name, int expect, String awaits) {
        return report(name, 2, false, List.of(), expect, awaits, KnownServers.NONE);
    }

    static ServerReport restarted(String name, int expect, String awaits, String... known) {
        return report(name, 2, false, List.of(), expect, awaits, known(1, known));
    }

    static ServerReport formed(String name, int expect, ClusterMember... members) {
        var all = new ArrayList<>(List.of(members));
        if (all.stream().noneMatch(member -> member.id().equals(id(name)))) {
            all.add(up(name));
        }
        return report(name, 1, true, all, expect, "", known(1, name));
    }

    static ServerReport report(
            String name,
            long uid,
            boolean formed,
            List<ClusterMember> members,
            int expect,
            String awaits,
            KnownServers known) {
        return new ServerReport(
                "dc1",
                name,
                id(name),
                "1",
                true,
                agent(name),
                address(name),
                uid,
                formed,
                members,
                expect,
                awaits,
                known,
                List.of());
    }

    static ServerReport seeing(ServerReport report, String... names) {
        return new ServerReport(
                report.datacenter(),
                report.node(),
                report.id(),
                report.version(),
                report.server(),
                report.agent(),
                report.address(),
                report.uid(),
                report.formed(),
                report.members(),
                report.expect(),
                report.awaits(),
                report.known(),
                Stream.of(names).map(Reports::peer).toList());
    }

    static ServerReport of(ServerReport report, String datacenter, String node, String id) {
        return new ServerReport(
                datacenter,
                node,
                id,
                report.version(),
                report.server(),
                report.agent(),
                report.address(),
                report.uid(),
                report.formed(),
                report.members(),
                report.expect(),
                report.awaits(),
                report.known(),
                report.sees());
    }

    static ClusterMember up(String name) {
        return member(name, 1, Status.UP, null);
    }

    static ClusterMember lost(String name, int seconds) {
        return member(name, 1, Status.UP, seconds);
    }

    static ClusterMember member(String name, long uid, Status status, @org.jspecify.annotations.Nullable Integer lost) {
        return new ClusterMember(
                address(name),
                uid,
                id(name),
                name,
                status,
                Optional.ofNullable(lost).map(Duration::ofSeconds));
    }

    static KnownServers known(long version, String... names) {
        return new KnownServers(version, Stream.of(names).map(Reports::peer).toList());
    }

    static Peer peer(String name) {
        return new Peer(id(name), name, agent(name));
    }

    static String id(String name) {
        return "id-" + name;
    }

    static String address(String name) {
        return "10.0.0." + (name.charAt(0) - 'a' + 1) + ":8300";
    }

    static String agent(String name) {
        return "10.0.0." + (name.charAt(0) - 'a' + 1) + ":8301";
    }
}
