package engine.link;

import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Actor systems as an agent's edge has one: no remoting, few threads. */
final class Systems {

    private Systems() {}

    static ActorSystem<Void> start() {
        var config = ConfigFactory.parseString("""
            pekko {
              actor.provider = local
              loglevel = OFF
              stdout-loglevel = OFF
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
            }
            """)
                .withFallback(ConfigFactory.parseResources("pekko.conf"))
                .withFallback(ConfigFactory.defaultReference());
        return ActorSystem.create(Behaviors.empty(), "edge", config.resolve());
    }
}
