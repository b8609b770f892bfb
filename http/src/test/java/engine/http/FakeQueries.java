package engine.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.Done;

/** Prepared queries in memory, found by their ids and exact names; each finds the instances of {@link Fakes}. */
final class FakeQueries implements PreparedQueries {
    static final String ID = "8f246b77-f3e1-ff88-5b48-8ec93abf3e05";

    final ConcurrentSkipListMap<String, PreparedQuery> all = new ConcurrentSkipListMap<>();
    final List<Asker> askers = new CopyOnWriteArrayList<>();

    private final Fakes state;

    FakeQueries(Fakes state) {
        this.state = state;
    }

    @Override
    public Indexed<List<PreparedQuery>> list() {
        return state.at(new Topic.PreparedQueries(), List.copyOf(all.values()));
    }

    @Override
    public Indexed<Optional<PreparedQuery>> get(String id) {
        if (id.length() != ID.length()) {
            throw new Refusal(500, "failed prepared query lookup: index error: UUID must be 36 characters");
        }
        return state.at(
                new Topic.PreparedQueries(), Optional.ofNullable(all.get(id.toLowerCase(java.util.Locale.ROOT))));
    }

    @Override
    public Optional<PreparedQuery> resolve(String idOrName) {
        return all.values().stream()
                .filter(query -> query.id().equals(idOrName) || query.name().equals(idOrName))
                .findFirst();
    }

    @Override
    public Optional<Executed> execute(String idOrName, Asker asker) {
        askers.add(asker);
        return resolve(idOrName).map(query -> new Executed(query, List.copyOf(state.instances)));
    }

    @Override
    public CompletionStage<String> create(PreparedQuery asked, Context context) {
        put(asked.withId(ID));
        return state.done("create query " + asked.name(), context, ID);
    }

    @Override
    public CompletionStage<Done> update(PreparedQuery asked, Context context) {
        put(asked);
        return state.done("update query " + asked.id(), context, Done.getInstance());
    }

    private void put(PreparedQuery asked) {
        all.put(
                asked.id(),
                new PreparedQuery(
                        asked.id(),
                        asked.name(),
                        asked.session(),
                        asked.token(),
                        asked.template(),
                        asked.service(),
                        asked.ttl(),
                        23,
                        42));
        state.change(new Topic.PreparedQueries());
    }

    @Override
    public CompletionStage<Done> delete(String id, Context context) {
        all.remove(id);
        state.change(new Topic.PreparedQueries());
        return state.done("delete query " + id, context, Done.getInstance());
    }
}
