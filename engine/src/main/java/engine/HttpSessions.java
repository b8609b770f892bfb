package engine;

import engine.http.Context;
import engine.http.Indexed;
import engine.http.Refusal;
import engine.http.Sessions;
import engine.kv.Operation;
import engine.kv.Outcome;
import engine.state.Key;
import engine.state.NodeState;
import engine.state.Published;
import engine.state.Stored;
import engine.state.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.Done;

/** Sessions as HTTP sees them: read from the picture, made and ended through the log. */
record HttpSessions(Published published, KvWrites writes) implements Sessions {

    @Override
    public Indexed<Optional<Session>> get(String id) {
        var sessions = published.current().sessions();
        return new Indexed<>(
                sessions.changedAt(),
                Optional.ofNullable(sessions.entries().get(id)).map(HttpSessions::shown));
    }

    @Override
    public Indexed<List<Session>> list() {
        var sessions = published.current().sessions();
        return new Indexed<>(
                sessions.changedAt(),
                sessions.entries().values().stream().map(HttpSessions::shown).toList());
    }

    @Override
    public Indexed<List<Session>> ofNode(String node) {
        var all = list();
        return new Indexed<>(
                all.index(),
                all.value().stream()
                        .filter(session -> Key.fold(session.node()).equals(Key.fold(node)))
                        .toList());
    }

    @Override
    public CompletionStage<String> create(Asked asked, Context context) {
        var refusal = refusal(asked);
        if (refusal.isPresent()) {
            return CompletableFuture.failedStage(new Refusal(500, refusal.get()));
        }
        return writes.submit(() -> new Operation.CreateSession(made(asked)), context)
                .thenApply(outcome -> {
                    if (outcome instanceof Outcome.SessionMade(var id, var _)) {
                        return id;
                    }
                    throw KvWrites.unexpected(outcome);
                });
    }

    /** Why it cannot live, in words that clients know: its node and its checks must be there, and well. */
    private Optional<String> refusal(Asked asked) {
        var node = published.current().catalog().node(asked.node());
        if (node == null) {
            return Optional.of("Missing node registration");
        }
        return Stream.concat(
                        asked.nodeChecks().stream(),
                        asked.serviceChecks().stream().map(ServiceCheck::id))
                .flatMap(check -> unwell(node, check).stream())
                .findFirst();
    }

    private static Optional<String> unwell(NodeState node, String id) {
        var check = node.checks().get(Key.fold(id));
        if (check == null) {
            return Optional.of("Missing check '" + id + "' registration");
        }
        return check.value().status().equals("critical")
                ? Optional.of("Check '" + id + "' is in critical state")
                : Optional.empty();
    }

    private static engine.kv.Session made(Asked asked) {
        return new engine.kv.Session(
                UUID.randomUUID().toString(),
                asked.name(),
                asked.node(),
                asked.nodeChecks(),
                asked.serviceChecks().stream()
                        .map(check -> new engine.kv.Session.ServiceCheck(check.id(), check.namespace()))
                        .toList(),
                asked.lockDelay().toMillis(),
                switch (asked.behavior()) {
                    case RELEASE -> engine.kv.Session.Behavior.RELEASE;
                    case DELETE -> engine.kv.Session.Behavior.DELETE;
                },
                asked.ttl(),
                asked.ttlDuration().toMillis(),
                0,
                0,
                0);
    }

    @Override
    public CompletionStage<Done> destroy(String id, Context context) {
        return writes.held(() -> new Operation.DestroySession(id, "destroyed"), context)
                .thenApply(_ -> Done.getInstance());
    }

    @Override
    public CompletionStage<Optional<Session>> renew(String id, Context context) {
        return writes.submit(() -> new Operation.RenewSession(id), context).thenApply(outcome -> switch (outcome) {
            case Outcome.SessionRenewed(var session) ->
                Optional.of(new Session(
                        session.id(),
                        session.name(),
                        session.node(),
                        Duration.ofMillis(session.lockDelayMillis()),
                        session.behavior() == engine.kv.Session.Behavior.DELETE ? Behavior.DELETE : Behavior.RELEASE,
                        session.ttl(),
                        session.nodeChecks(),
                        session.serviceChecks().stream()
                                .map(check -> new ServiceCheck(check.id(), check.namespace()))
                                .toList(),
                        session.createIndex(),
                        session.modifyIndex()));
            case Outcome.NoSuchSession _ -> Optional.empty();
            case Outcome.Done _,
                    Outcome.SessionMade _,
                    Outcome.TransactionDone _,
                    Outcome.TransactionFailed _,
                    Outcome.Refused _,
                    Outcome.Forgotten _ -> throw KvWrites.unexpected(outcome);
        });
    }

    private static Session shown(Stored<Value.Session> stored) {
        var session = stored.value();
        return new Session(
                session.id(),
                session.name(),
                session.node(),
                Duration.ofMillis(session.lockDelayMillis()),
                session.deletes() ? Behavior.DELETE : Behavior.RELEASE,
                session.ttl(),
                session.nodeChecks(),
                session.serviceChecks().stream()
                        .map(check -> new ServiceCheck(check.id(), check.namespace()))
                        .toList(),
                stored.createIndex(),
                stored.modifyIndex());
    }
}
