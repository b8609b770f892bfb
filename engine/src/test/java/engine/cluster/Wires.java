package engine.cluster;

import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.remote.RemoteActorRefProvider;
import scala.jdk.javaapi.FutureConverters;

/**
 * The wires between servers of one process, which can be cut: by Pekko's own means for its tests, whose names Java cannot
 * write. They ask for {@code pekko.remote.artery.advanced.test-mode}.
 */
public final class Wires {
    private static final String THROTTLER = "org.apache.pekko.remote.transport.ThrottlerTransportAdapter$";

    private Wires() {}

    /** What is sent there and what comes from there is lost, as far as this end can see to it; the other needs its own cut. */
    public static void cut(ClusterSystem from, String address) {
        throttle(from, address, "Direction$Both$", "Blackhole$");
    }

    /** What is sent there is lost. */
    static void cutSending(ClusterSystem from, String address) {
        throttle(from, address, "Direction$Send$", "Blackhole$");
    }

    /** All passes again. */
    public static void heal(ClusterSystem from, String address) {
        throttle(from, address, "Direction$Both$", "Unthrottled$");
    }

    private static void throttle(ClusterSystem from, String to, String direction, String mode) {
        var colon = to.lastIndexOf(':');
        var address = new Address(
                "pekko", ClusterSystem.NAME, to.substring(0, colon), Integer.parseInt(to.substring(colon + 1)));
        var provider = (RemoteActorRefProvider) ((ExtendedActorSystem) Adapter.toClassic(from.actors())).provider();
        try {
            var command = Class.forName(THROTTLER + "SetThrottle")
                    .getConstructors()[0]
                    .newInstance(address, module(direction), module(mode));
            FutureConverters.asJava(provider.transport().managementCommand(command))
                    .toCompletableFuture()
                    .join();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object module(String name) throws ReflectiveOperationException {
        return Class.forName(THROTTLER + name).getField("MODULE$").get(null);
    }
}
