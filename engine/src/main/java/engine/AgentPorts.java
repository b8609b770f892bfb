package engine;

import engine.config.ConfigException;
import engine.config.Settings;
import engine.link.AgentPort;
import engine.link.ClusterSecret;
import engine.link.Identity;
import engine.link.PortSettings;
import engine.text.Reason;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorSystem;

/** The agent port in the words of the settings. */
final class AgentPorts {
    /** Where the agent port of others is unless something else is said. */
    static final int DEFAULT_PORT = 8301;

    private AgentPorts() {}

    static Identity identity(Settings settings, String nodeId) {
        return new Identity(
                settings.node().datacenter(),
                settings.node().name(),
                nodeId,
                Version.NUMBER,
                settings.cluster().secret().map(secret -> new ClusterSecret(secret.bytes())));
    }

    /** Longer than the longest blocking query with its spread. */
    static Duration longest() {
        return PortSettings.DEFAULT.idle();
    }

    /** {@code host:port} by which others reach a port of this node. */
    static String advertised(Settings settings, int port) {
        var host = settings.advertiseAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** @throws ConfigException with a sentence when the port cannot be opened */
    static AgentPort bind(ActorSystem<?> system, Settings settings, Identity identity, AgentPort.Behind behind) {
        try {
            return AgentPort.bind(
                            system,
                            new InetSocketAddress(
                                    settings.bindAddress(), settings.ports().serfLan()),
                            identity,
                            PortSettings.DEFAULT,
                            behind)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new ConfigException(Reason.of(e));
        }
    }
}
