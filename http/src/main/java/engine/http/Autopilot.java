package engine.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The port to what the servers do about each other by themselves, and how they are. Stages fail with {@link Refusal}. */
public interface Autopilot {
    /** Where there is one server, that keeps nothing. */
    Autopilot NONE = new Autopilot() {
        @Override
        public Kept configuration() {
            return new Kept(Configuration.DEFAULT, 1, 1);
        }

        @Override
        public CompletionStage<Boolean> configure(Configuration wanted, OptionalLong cas, Context context) {
            return CompletableFuture.failedFuture(new Refusal(501, "Changing autopilot is not in this version."));
        }

        @Override
        public Health health() {
            return new Health(0, 0, List.of());
        }

        @Override
        public CompletionStage<Done> transferLeader(Optional<String> id, boolean passedOn, Context context) {
            return CompletableFuture.failedFuture(new Refusal(501, "Changing the leader is not in this version."));
        }
    };

    /** The configuration, as it is kept. */
    Kept configuration();

    /**
     * Keeps another one.
     *
     * @param cas only over the one with this ModifyIndex
     * @return whether it was over that one
     */
    CompletionStage<Boolean> configure(Configuration wanted, OptionalLong cas, Context context);

    /** How the servers are. */
    Health health();

    /**
     * Has another server lead.
     *
     * @param id of its node; empty for the one that knows most
     * @param passedOn whether another server has asked for it that does not lead: it is not to be passed on again
     */
    CompletionStage<Done> transferLeader(Optional<String> id, boolean passedOn, Context context);

    /** A configuration with its indexes; both are 1 for the one that nobody has set. */
    record Kept(Configuration configuration, long createIndex, long modifyIndex) {}

    /**
     * The members that clients know.
     *
     * @param cleanupDeadServers whether servers that have been gone for long are forgotten
     * @param minQuorum so many servers are left when that happens
     */
    record Configuration(
            boolean cleanupDeadServers,
            Duration lastContactThreshold,
            long maxTrailingLogs,
            long minQuorum,
            Duration serverStabilizationTime,
            String redundancyZoneTag,
            boolean disableUpgradeMigration,
            String upgradeVersionTag) {
        /** As it is where nobody has set one. */
        public static final Configuration DEFAULT =
                new Configuration(true, Duration.ofMillis(200), 250, 0, Duration.ofSeconds(10), "", false, "");
    }

    /**
     * How the servers are.
     *
     * @param term and index of the log of keys and sessions, as this server has it
     */
    record Health(long term, long index, List<Server> servers) {
        /** Whether all are there. */
        boolean healthy() {
            return servers.stream().allMatch(Server::healthy);
        }

        /** How many more servers may be lost. */
        int tolerance() {
            var voters = servers.stream().filter(each -> each.peer().voter()).count();
            var up = servers.stream()
                    .filter(each -> each.peer().voter() && each.healthy())
                    .count();
            return (int) Math.max(0, up - (voters / 2 + 1));
        }
    }

    /**
     * A server.
     *
     * @param stableSince since when it stands as it does
     */
    record Server(Operator.Peer peer, Instant stableSince) {
        boolean healthy() {
            return peer.status() == Operator.Status.ALIVE;
        }
    }
}
