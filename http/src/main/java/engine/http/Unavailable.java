package engine.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The ports of a server that neither saves its state nor repairs its cluster over HTTP. */
enum Unavailable implements Snapshots, Operator {
    INSTANCE;

    @Override
    public CompletionStage<Source<ByteString, ?>> save(Context context) {
        return refused("Snapshots over HTTP are");
    }

    @Override
    public CompletionStage<Done> restore(Source<ByteString, ?> archive, Context context) {
        return refused("Snapshots over HTTP are");
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    @Override
    public CompletionStage<Done> remove(Peer peer, Context context) {
        return refused("Changing the voters over HTTP is");
    }

    @Override
    public CompletionStage<Recovery> recover(Context context) {
        return refused("Recovery over HTTP is");
    }

    private static <T> CompletionStage<T> refused(String what) {
        return CompletableFuture.failedFuture(new Refusal(501, what + " not in this version."));
    }
}
