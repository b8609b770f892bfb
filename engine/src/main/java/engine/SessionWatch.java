package engine;

import engine.kv.Operation;
import engine.kv.Origin;
import engine.proposal.Proposals;
import engine.state.Change;
import engine.state.Key;
import engine.state.NodeState;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Value;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions whose node is gone or has failed, or one of whose checks has gone or become critical. The server that leads the log
 * does it, by what it sees itself; a new one looks at all of them.
 */
record SessionWatch(Published published, Proposals proposals, BooleanSupplier leading) implements Published.Listener {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Origin ORIGIN = new Origin("");

    @Override
    public void published(Snapshot before, Snapshot after, List<Change> changes) {
        if (!leading.getAsBoolean() || after.sessions().entries().size() == 0) {
            return;
        }
        var nodes = new HashSet<String>();
        for (var change : changes) {
            switch (change.key()) {
                case Key.Node(var node) -> nodes.add(node);
                case Key.Check(var node, var _) -> nodes.add(node);
                // It may have lost its node between the look at it and its making.
                case Key.Session(var id) -> {
                    var session = after.sessions().entries().get(id);
                    if (session != null) {
                        nodes.add(Key.fold(session.value().node()));
                    }
                }
                case Key.Service _, Key.Member _, Key.Kv _, Key.Overlay _ -> {}
                case Key.Document _, Key.Event _, Key.Receipt _, Key.Receipts _, Key.Run _ -> {}
            }
        }
        if (!nodes.isEmpty()) {
            look(after, nodes);
        }
    }

    /** Looks at all sessions. */
    void look() {
        var now = published.current();
        var nodes = new HashSet<String>();
        now.sessions()
                .entries()
                .values()
                .forEach(session -> nodes.add(Key.fold(session.value().node())));
        look(now, nodes);
    }

    private void look(Snapshot snapshot, Set<String> nodes) {
        for (var stored : snapshot.sessions().entries().values()) {
            var session = stored.value();
            if (nodes.contains(Key.fold(session.node()))) {
                var reason = reason(session, snapshot.catalog().node(session.node()));
                if (reason.isPresent()) {
                    proposals.submit(
                            new Operation.DestroySession(session.id(), reason.get()), ORIGIN, LIMIT, Optional.empty());
                }
            }
        }
    }

    /** Why a session cannot live on; empty when it can. */
    static Optional<String> reason(Value.Session session, @Nullable NodeState node) {
        if (node == null) {
            return Optional.of("node " + session.node() + " is gone");
        }
        return Stream.concat(
                        session.nodeChecks().stream(),
                        session.serviceChecks().stream().map(Value.ServiceCheck::id))
                .flatMap(id -> {
                    var check = node.checks().get(Key.fold(id));
                    if (check == null) {
                        return Stream.of("check " + id + " is gone");
                    }
                    return check.value().status().equals("critical")
                            ? Stream.of("check " + id + " is critical")
                            : Stream.empty();
                })
                .findFirst();
    }
}
