package engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import engine.config.Settings;
import engine.durable.LogSetup;
import java.util.Map;

/** Pekko's configuration for an agent: ours over the libraries' own, and the agent's addresses over both. */
final class PekkoSettings {

    private PekkoSettings() {}

    /** Of the actor system that lasts as long as the agent. */
    static Config ofAgent() {
        return over(ConfigFactory.empty());
    }

    /** Of the actor system by which a server belongs to the cluster. */
    static Config ofCluster(Settings settings, int port, LogSetup log) {
        var own = ConfigFactory.parseMap(Map.of(
                "pekko.remote.artery.canonical.hostname",
                settings.advertiseAddress(),
                "pekko.remote.artery.canonical.port",
                port,
                "pekko.remote.artery.bind.hostname",
                settings.bindAddress(),
                "pekko.remote.artery.bind.port",
                port));
        return over(own.withFallback(log.config()).withFallback(ConfigFactory.parseResources("cluster.conf")));
    }

    private static Config over(Config more) {
        // System properties stand above all, so that an operator can set anything of Pekko's without a release of ours.
        return ConfigFactory.systemProperties()
                .withFallback(more)
                .withFallback(ConfigFactory.parseResources("pekko.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }
}
