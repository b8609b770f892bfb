package engine.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The port to sessions. Reads come from one immutable snapshot, in order of ids; writes fail with {@link Refusal}. */
public interface Sessions {

    /** One session, by {@link Topic.Session}. */
    Indexed<Optional<Session>> get(String id);

    /** All sessions, by {@link Topic.Sessions}. */
    Indexed<List<Session>> list();

    /** The sessions of a node, by {@link Topic.NodeSessions}. */
    Indexed<List<Session>> ofNode(String node);

    /**
     * Makes a session; completes with its id when a read here sees it. Refused with {@code Missing node registration},
     * {@code Missing check 'x' registration} or {@code Check 'x' is in critical state}.
     */
    CompletionStage<String> create(Asked asked, Context context);

    /** Ends a session and releases or deletes what it holds; one that does not exist is no error. */
    CompletionStage<Done> destroy(String id, Context context);

    /** Gives a session its whole time to live again; empty for one that does not exist. */
    CompletionStage<Optional<Session>> renew(String id, Context context);

    /**
     * A session to be made; valid.
     *
     * @param node on which it lives
     * @param lockDelay how long nobody can take the locks of a session that was ended
     * @param ttl as it was written, empty for none; {@code ttlDuration} is what it says, zero for none
     * @param nodeChecks ids of checks of the node without which the session ends
     */
    record Asked(
            String name,
            String node,
            Duration lockDelay,
            Behavior behavior,
            String ttl,
            Duration ttlDuration,
            List<String> nodeChecks,
            List<ServiceCheck> serviceChecks) {}

    /** The check of a service; the namespace is carried, and empty for most. */
    record ServiceCheck(String id, String namespace) {}

    /**
     * A session.
     *
     * @param ttl as it was written, empty for none
     */
    record Session(
            String id,
            String name,
            String node,
            Duration lockDelay,
            Behavior behavior,
            String ttl,
            List<String> nodeChecks,
            List<ServiceCheck> serviceChecks,
            long createIndex,
            long modifyIndex) {}

    /** What becomes of the keys that a session holds when it ends. */
    enum Behavior {
        /** They stay, unlocked. */
        RELEASE("release"),
        /** They go. */
        DELETE("delete");

        private final String text;

        Behavior(String text) {
            this.text = text;
        }

        /** As requests and answers write it. */
        public String text() {
            return text;
        }
    }
}
