package engine.http;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The port to the servers as an operator repairs them. Stages fail with {@link Refusal}. */
public interface Operator {

    /** All servers that belong to the datacenter, dead ones too, in order of their names. */
    List<Peer> peers();

    /** Takes a server out for good: the others no longer count it. */
    CompletionStage<Done> remove(Peer peer, Context context);

    /** Takes out every server that is not alive, however few are left. */
    CompletionStage<Recovery> recover(Context context);

    /**
     * A server.
     *
     * @param address {@code host:port}, as in {@link Cluster.Server}
     * @param lastSeen when this server last heard of it; now for itself
     */
    record Peer(
            String id,
            String node,
            String address,
            Status status,
            boolean leader,
            boolean voter,
            String version,
            Instant lastSeen) {}

    /** How a server stands. */
    enum Status {
        /** Answers. */
        ALIVE,
        /** Does not answer, for a short time so far. */
        UNREACHABLE,
        /** Does not answer and is taken for dead. */
        FAILED,
        /** Left gracefully. */
        LEFT;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a recovery did.
     *
     * @param removed names of the servers taken out
     * @param servers how many are left
     */
    record Recovery(List<String> removed, int servers) {}
}
