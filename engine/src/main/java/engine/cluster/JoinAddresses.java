package engine.cluster;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Looks addresses up where blocking does no harm. */
final class JoinAddresses {
    private final Executor blocking;

    JoinAddresses(Executor blocking) {
        this.blocking = blocking;
    }

    /** What an address stands for: one socket address for each A and AAAA record; fails with a sentence. */
    CompletionStage<List<InetSocketAddress>> resolve(String text) {
        return CompletableFuture.supplyAsync(
                () -> {
                    var address = JoinAddress.parse(text);
                    try {
                        return address.resolve();
                    } catch (UnknownHostException _) {
                        throw new CompletionException(
                                new IllegalArgumentException("the name " + address.host() + " has no address"));
                    }
                },
                blocking);
    }
}
