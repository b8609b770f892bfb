package engine.remote;

import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * References to the actors of other servers. Made without {@link org.apache.pekko.actor.typed.ActorRefResolver}, which keeps what it
 * resolved in thread-locals that hold the whole actor system as long as the thread lives: the threads of the agent's dispatcher and of
 * JRaft outlive the cluster systems that come and go in a process.
 */
public final class RemoteActors {
    private RemoteActors() {}

    /**
     * Each call makes another reference: to be kept by those who send much.
     *
     * @param path absolute, with the address, as in {@code pekko://engine@10.0.0.1:8300/user/replication}; another text is a mistake of the caller
     */
    public static <T> ActorRef<T> at(ActorSystem<?> system, String path) {
        var classic = (ExtendedActorSystem) Adapter.toClassic(system);
        return Adapter.toTyped(classic.provider().resolveActorRef(ActorPath.fromString(path)));
    }
}
