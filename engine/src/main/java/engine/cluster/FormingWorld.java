package engine.cluster;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/**
 * What is around {@link Forming}.
 *
 * @param self how this server stands, asked at any time; it does not block
 * @param probe asks an agent at its agent port; completes within two seconds, or fails with a sentence
 * @param control does what is decided
 * @param outside told when a cluster is found that this server is not part of
 * @param kept where the servers of the cluster are kept
 * @param blocking for lookups and files
 */
public record FormingWorld(
        Supplier<Self> self,
        Function<InetSocketAddress, CompletionStage<ServerReport>> probe,
        ClusterControl control,
        Runnable outside,
        Kept kept,
        Executor blocking,
        InstantSource clock) {

    /** Keeps the servers of the cluster, as {@link KnownServersFile#write} does; it may block. */
    @FunctionalInterface
    public interface Kept {
        /** Returns when it is on disk. */
        void write(KnownServers known, boolean left) throws Exception;
    }

    CompletionStage<Done> written(KnownServers known, boolean left) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        kept.write(known, left);
                        return Done.done();
                    } catch (Exception e) {
                        throw new IllegalStateException(JoinAttempt.reason(e), e);
                    }
                },
                blocking);
    }
}
