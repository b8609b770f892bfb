package cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One network namespace for each host, all on one bridge, and links between them that can be cut in one direction. The
 * caller sits at the bridge ({@code .254}) and reaches everyone always. All of it belongs to the private namespaces that
 * {@code cluster-test} runs in, so that nothing outlives the run.
 *
 * <p>A link is cut by a neighbour entry with a link address that nobody has: packets leave and arrive nowhere, without an
 * error for the sender, as on a real network. (A blackhole route would refuse them aloud.)
 */
final class Network {
    private static final String PREFIX = "10.213.77.";
    private static final String NOWHERE = "02:00:00:00:00:01";

    /** A direction between two hosts. */
    record Link(String from, String to) {}

    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Set<Link> cut = new LinkedHashSet<>();

    Network() {
        ip("link set lo up", "link add engine0 type bridge", "link set engine0 up", "addr add " + PREFIX + "254/24 dev engine0");
    }

    /** Adds a host; the last number of its address is the caller's. */
    String add(String host, int number) {
        var address = PREFIX + number;
        ip(
                "netns add " + host,
                "link add v" + number + " type veth peer name eth0 netns " + host,
                "link set v" + number + " master engine0 up");
        in(host, "addr add " + address + "/24 dev eth0", "link set eth0 up", "link set lo up");
        addresses.put(host, address);
        return address;
    }

    /** What to put before a command so that it runs on that host, with the process id it is started with. */
    static List<String> on(String host) {
        return List.of("nsenter", "--net=/run/netns/" + host);
    }

    boolean reaches(String from, String to) {
        return !cut.contains(new Link(from, to));
    }

    boolean whole() {
        return cut.isEmpty();
    }

    Set<Link> cuts() {
        return Set.copyOf(cut);
    }

    /** From now on no packet of the first arrives at the second. */
    void cut(Set<Link> links) {
        for (var link : links) {
            if (cut.add(link)) {
                in(link.from(), "neigh replace " + addresses.get(link.to()) + " lladdr " + NOWHERE + " nud permanent dev eth0");
            }
        }
    }

    void heal() {
        for (var link : cut) {
            in(link.from(), "neigh del " + addresses.get(link.to()) + " dev eth0");
        }
        cut.clear();
    }

    /** Takes the hosts away; their processes must have ended. */
    void remove() {
        addresses.forEach((host, address) -> ip("link del v" + address.substring(PREFIX.length()), "netns del " + host));
        ip("link del engine0");
        addresses.clear();
        cut.clear();
    }

    private static void in(String host, String... lines) {
        Shell.feed(String.join("\n", lines), "ip", "-n", host, "-batch", "-");
    }

    private static void ip(String... lines) {
        Shell.feed(String.join("\n", lines), "ip", "-batch", "-");
    }

    /** Both directions between every host of one group and every host of another. */
    @SafeVarargs
    static Set<Link> between(List<String>... groups) {
        var links = new LinkedHashSet<Link>();
        var all = new ArrayList<>(List.of(groups));
        for (var one : all) {
            for (var other : all) {
                if (one != other) {
                    one.forEach(a -> other.forEach(b -> links.add(new Link(a, b))));
                }
            }
        }
        return links;
    }
}
