package engine.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.Done;

/** Sessions, transactions and the barrier in memory. */
final class FakeOrder implements Sessions, Transactions, Barrier {
    static final String ID = "5ace8feb-5696-be56-2fd1-fa6f054dcac5";

    final ConcurrentSkipListMap<String, Session> sessions = new ConcurrentSkipListMap<>();
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final List<List<Operation>> transactions = new CopyOnWriteArrayList<>();
    volatile Outcome outcome = new Committed(List.of());
    volatile CompletionStage<Done> passed = CompletableFuture.completedStage(Done.getInstance());

    private final Fakes state;

    FakeOrder(Fakes state) {
        this.state = state;
    }

    static Session session(String id, Asked asked) {
        return new Session(
                id,
                asked.name(),
                asked.node(),
                asked.lockDelay(),
                asked.behavior(),
                asked.ttl(),
                asked.nodeChecks(),
                asked.serviceChecks(),
                21,
                22);
    }

    @Override
    public Indexed<Optional<Session>> get(String id) {
        return state.at(new Topic.Session(id), Optional.ofNullable(sessions.get(id)));
    }

    @Override
    public Indexed<List<Session>> list() {
        return state.at(new Topic.Sessions(), List.copyOf(sessions.values()));
    }

    @Override
    public Indexed<List<Session>> ofNode(String node) {
        return state.at(
                new Topic.NodeSessions(node),
                sessions.values().stream().filter(s -> s.node().equals(node)).toList());
    }

    @Override
    public CompletionStage<String> create(Asked asks, Context context) {
        asked.add(asks);
        sessions.put(ID, session(ID, asks));
        state.change(new Topic.Session(ID));
        state.change(new Topic.Sessions());
        return state.done("create session", context, ID);
    }

    @Override
    public CompletionStage<Done> destroy(String id, Context context) {
        sessions.remove(id);
        state.change(new Topic.Session(id));
        return state.done("destroy " + id, context, Done.getInstance());
    }

    @Override
    public CompletionStage<Optional<Session>> renew(String id, Context context) {
        return state.done("renew " + id, context, Optional.ofNullable(sessions.get(id)));
    }

    @Override
    public CompletionStage<Outcome> read(List<Operation> operations) {
        state.calls.add("read " + operations.size());
        transactions.add(operations);
        return CompletableFuture.completedStage(outcome);
    }

    @Override
    public CompletionStage<Outcome> apply(List<Operation> operations, Context context) {
        transactions.add(new ArrayList<>(operations));
        return state.done("apply " + operations.size(), context, outcome);
    }

    @Override
    public CompletionStage<Done> pass(Context context) {
        state.calls.add("barrier");
        return passed;
    }
}
