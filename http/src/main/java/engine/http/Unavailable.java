package engine.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The ports of a server that neither saves its state nor repairs its cluster over HTTP, and has no order of all writes. */
enum Unavailable implements Snapshots, Operator, Sessions, Transactions, KvChanges, KvConflicts, Barrier, KeptTriggers {
    INSTANCE;

    private static final String SESSIONS = "Sessions and locks are";
    private static final String TRANSACTIONS = "Transactions are";
    private static final String CHANGES = "The changes and versions of keys are";
    private static final String TRIGGERS = "Triggers kept in the cluster are";
    private static final String CONFLICTS = "Available writes are";

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

    @Override
    public Indexed<Optional<Session>> get(String id) {
        throw refusal(SESSIONS);
    }

    @Override
    public Indexed<List<Session>> list() {
        throw refusal(SESSIONS);
    }

    @Override
    public Indexed<List<Session>> ofNode(String node) {
        throw refusal(SESSIONS);
    }

    @Override
    public CompletionStage<String> create(Asked asked, Context context) {
        return refused(SESSIONS);
    }

    @Override
    public CompletionStage<Done> destroy(String id, Context context) {
        return refused(SESSIONS);
    }

    @Override
    public CompletionStage<Optional<Session>> renew(String id, Context context) {
        return refused(SESSIONS);
    }

    @Override
    public CompletionStage<Outcome> read(List<Transactions.Operation> operations) {
        return refused(TRANSACTIONS);
    }

    @Override
    public CompletionStage<Outcome> apply(List<Transactions.Operation> operations, Context context) {
        return refused(TRANSACTIONS);
    }

    @Override
    public Indexed<Page> since(String prefix, long after, int most) {
        throw refusal(CHANGES);
    }

    @Override
    public Indexed<List<Version>> history(String key) {
        throw refusal(CHANGES);
    }

    @Override
    public Indexed<List<Conflict>> list(String prefix) {
        throw refusal(CONFLICTS);
    }

    @Override
    public CompletionStage<Boolean> forget(String key, String stamp, Context context) {
        return refused(CONFLICTS);
    }

    @Override
    public Topic topic() {
        throw refusal(TRIGGERS);
    }

    @Override
    public Indexed<List<Kept>> all() {
        throw refusal(TRIGGERS);
    }

    @Override
    public Nodes nodes() {
        throw refusal(TRIGGERS);
    }

    @Override
    public CompletionStage<List<Kept>> apply(String text, Context context) {
        return refused(TRIGGERS);
    }

    @Override
    public CompletionStage<Boolean> delete(String name, Context context) {
        return refused(TRIGGERS);
    }

    @Override
    public CompletionStage<Done> report(String node, Report report, Context context) {
        return refused(TRIGGERS);
    }

    /** Reads are those of this server. */
    @Override
    public CompletionStage<Done> pass(Context context) {
        return CompletableFuture.completedFuture(Done.getInstance());
    }

    private static <T> CompletionStage<T> refused(String what) {
        return CompletableFuture.failedFuture(refusal(what));
    }

    private static Refusal refusal(String what) {
        return new Refusal(501, what + " not in this version.");
    }
}
