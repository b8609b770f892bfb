package engine;

import engine.config.Definitions;
import engine.config.Settings;
import engine.config.Settings.ExternalChecks.Probe;
import engine.external.ExternalProber;
import engine.state.Published;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/** Has an agent probe for nodes without one, if it may ever be asked to. */
final class ExternalProbing {

    private ExternalProbing() {}

    static void begin(ActorSystem<?> system, Settings settings, Parts parts, Published published) {
        var external = settings.externalChecks();
        if (external.probe() == Probe.FALSE || (external.probe() == Probe.AUTO && !settings.server())) {
            return;
        }
        var node = settings.node().name();
        var definitions = Definitions.ofBodies(settings);
        system.systemActorOf(
                ExternalProber.create(new ExternalProber.Ports(
                        new ExternalCluster(new OwnApi(system, parts.api()), node),
                        definitions,
                        external.scripts(),
                        settings.checkUpdateInterval(),
                        InstantSource.system(),
                        RandomGenerator.getDefault(),
                        listener -> Guardian.checks(node, published, parts.processes(), listener))),
                "external-prober",
                Props.empty());
    }
}
