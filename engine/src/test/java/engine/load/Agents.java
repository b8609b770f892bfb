package engine.load;

import com.typesafe.config.ConfigFactory;
import engine.link.AgentPortClient;
import engine.link.HostPort;
import engine.link.Identity;
import engine.link.Link;
import engine.link.LinkSettings;
import engine.link.StreamSettings;
import engine.state.Op;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;

/**
 * Many client agents in one process: each has its stream to a server, a node and some services there, and the checks of all
 * of them together change so many times a second. Its output says when all are attached and what came of it. Run, with three
 * servers of its own, by {@code bin/test/cluster-bench agents}; alone, from the root, against servers that run:
 *
 * <pre>java -Xmx2g -cp 'engine/target/test-classes:engine/target/engine.jar:engine/target/lib/*' engine.load.Agents \
 *     AGENTS SERVICES FLIPS_A_SECOND SECONDS HOST:8301...</pre>
 */
public final class Agents {
    private static final String DATACENTER = "dc1";
    private static final Duration ATTACHED_WITHIN = Duration.ofMinutes(2);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);

    /** Attached in turn and not at once, as machines start: so many a second. */
    private static final int STARTS_A_SECOND = 200;

    /** Something for a link to write. */
    private record Write(Link link, Op op, ActorRef<StatusReply<Boolean>> replyTo) {}

    private final ActorSystem<Write> system = ActorSystem.create(
            Behaviors.receiveMessage(write -> {
                write.link().write(List.of(write.op()), write.replyTo());
                return Behaviors.same();
            }),
            "load",
            ConfigFactory.parseString("pekko.loglevel = WARNING").withFallback(ConfigFactory.load()));

    private final List<SimulatedAgent> agents = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private Agents() {}

    /** See the class. */
    public static void main(String[] args) throws SocketException {
        if (args.length < 5) {
            System.out.println("usage: Agents AGENTS SERVICES FLIPS_A_SECOND SECONDS HOST:PORT...");
            System.exit(2);
        }
        var servers = Arrays.stream(args)
                .skip(4)
                .map(text -> HostPort.parse(text, 8301))
                .toList();
        var load = new Agents();
        // Its threads would keep a failed process alive.
        Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> {
            failure.printStackTrace();
            System.exit(1);
        });
        load.attach(Integer.parseInt(args[0]), Integer.parseInt(args[1]), servers);
        load.flip(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Duration.ofSeconds(Long.parseLong(args[3])));
        System.exit(0);
    }

    private void attach(int count, int services, List<HostPort> servers) throws SocketException {
        var began = System.nanoTime();
        var address = ownAddress();
        for (var i = 0; i < count; i++) {
            var agent = new SimulatedAgent(i, services, address, DATACENTER);
            var identity = new Identity(DATACENTER, agent.name(), agent.id(), SimulatedAgent.VERSION, Optional.empty());
            var client = new AgentPortClient(system, identity, Duration.ofMinutes(11));
            var settings = new LinkSettings(
                    List.of(servers.get(i % servers.size())),
                    Duration.ofSeconds(5),
                    0,
                    Optional.empty(),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    StreamSettings.DEFAULT);
            agents.add(agent);
            links.add(Link.start(system, settings, client, agent, 1 << 20));
            pace(began, i + 1, STARTS_A_SECOND);
        }
        while (!agents.stream().allMatch(SimulatedAgent::isAttached)) {
            if (System.nanoTime() - began > ATTACHED_WITHIN.toNanos()) {
                throw new IllegalStateException(
                        agents.stream().filter(agent -> !agent.isAttached()).count() + " of " + count
                                + " agents have found no server");
            }
            LockSupport.parkNanos(50_000_000);
        }
        System.out.printf("all attached: %d agents after %.1f s%n", count, (System.nanoTime() - began) / 1e9);
    }

    private void flip(int services, int rate, Duration time) {
        var random = new SplittableRandom(1);
        var began = System.nanoTime();
        var flips = rate * time.toSeconds();
        for (var flip = 1L; flip <= flips; flip++) {
            var which = random.nextInt(agents.size());
            var op = agents.get(which).flip(random.nextInt(services));
            AskPattern.<Write, Boolean>askWithStatus(
                            system,
                            replyTo -> new Write(links.get(which), op, replyTo),
                            ANSWERED_WITHIN,
                            system.scheduler())
                    .whenComplete((_, failure) -> (failure == null ? done : failed).incrementAndGet());
            pace(began, flip, rate);
            if (flip % (rate * 30L) == 0) {
                report();
            }
        }
        LockSupport.parkNanos(ANSWERED_WITHIN.toNanos());
        report();
    }

    private void report() {
        var detached = agents.stream().filter(agent -> !agent.isAttached()).count();
        var again = agents.stream().mapToInt(agent -> agent.attachments() - 1).sum();
        System.out.printf(
                "%d flips acknowledged, %d not; %d agents without a server now, %d attached anew%n",
                done.get(), failed.get(), detached, again);
    }

    /** The address that the servers see: the one of this host that is not its own loopback. */
    private static String ownAddress() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElse("127.0.0.1");
    }

    /** Waits until it is time for the next one at this rate. */
    private static void pace(long began, long number, int rate) {
        var due = began + number * 1_000_000_000L / rate;
        while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }
}
