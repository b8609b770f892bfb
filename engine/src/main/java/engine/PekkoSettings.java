package engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import engine.config.Settings;
import engine.durable.LogSetup;
import java.util.Map;

/** Pekko's configuration for an agent: ours over the libraries' own, and the agent's addresses over both. */
final class PekkoSettings {

    private PekkoSettings() {}

    static Config of(Settings settings) {
        var own = ConfigFactory.parseMap(Map.of(
                "pekko.remote.artery.canonical.hostname", settings.advertiseAddress(),
                "pekko.remote.artery.canonical.port", settings.ports().server(),
                "pekko.remote.artery.bind.hostname", settings.bindAddress(),
                "pekko.remote.artery.bind.port", settings.ports().server()));
        var durable = settings.dataDir().isPresent() ? LogSetup.config() : ConfigFactory.empty();
        // System properties stand above all, so that an operator can set anything of Pekko's without a release of ours.
        return ConfigFactory.systemProperties()
                .withFallback(own)
                .withFallback(durable)
                .withFallback(ConfigFactory.parseResources("pekko.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }
}
