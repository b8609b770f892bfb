package engine;

import engine.http.Changes;
import engine.http.Topic;
import engine.queries.Execution;
import engine.state.Change;
import engine.state.Key;
import engine.state.NodeState;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Stored;
import engine.state.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Wakes blocking queries. Each waits under its topic; a change wakes the topics that it belongs to and no others. Nothing is
 * scanned but the waits of these topics.
 */
final class HttpChanges implements Changes, Published.Listener {
    private final Published published;
    private final LongSupplier coordinatesAt;
    /** Each set is looked at and changed inside the map's own operations alone. */
    private final Map<Topic, Set<Wait>> waits = new ConcurrentHashMap<>();
    /** How many waits there are for key prefixes, by length of the prefix: which prefixes of a changed key to look up. */
    private final Map<Integer, Integer> prefixLengths = new ConcurrentHashMap<>();

    HttpChanges(Published published) {
        this(published, () -> 0);
    }

    /** @param coordinatesAt index at which the network coordinates last changed, which are no part of the state */
    HttpChanges(Published published, LongSupplier coordinatesAt) {
        this.published = published;
        this.coordinatesAt = coordinatesAt;
    }

    @Override
    public long index() {
        return Math.max(published.current().index(), coordinatesAt.getAsLong());
    }

    /** The network coordinates have changed. */
    void coordinatesChanged() {
        wake(new Topic.Coordinates(), published.current());
    }

    @Override
    public Waiting await(Topic asked, long index, Runnable wake) {
        var topic = folded(asked);
        var wait = new Wait(topic, index, wake);
        if (topic instanceof Topic.KeyPrefix(var prefix)) {
            prefixLengths.merge(prefix.length(), 1, Integer::sum);
        }
        waits.compute(topic, (_, known) -> {
            var all = known == null ? new HashSet<Wait>() : known;
            all.add(wait);
            return all;
        });
        // A change between the query's read and this wait has woken nobody: look again now that the wait is in place.
        if (indexOf(topic, published.current()) > index) {
            wait.takeOut();
            wait.wake();
        }
        return wait;
    }

    /** Names of nodes and services compare without regard to case. */
    private static Topic folded(Topic topic) {
        return switch (topic) {
            case Topic.Node(var name) -> new Topic.Node(Key.fold(name));
            case Topic.NodeChecks(var name) -> new Topic.NodeChecks(Key.fold(name));
            case Topic.Service(var name) -> new Topic.Service(Key.fold(name));
            case Topic.ServiceHealth(var name) -> new Topic.ServiceHealth(Key.fold(name));
            case Topic.Key _, Topic.KeyPrefix _, Topic.Nodes _, Topic.Services _ -> topic;
            case Topic.Checks _, Topic.Events _, Topic.History _, Topic.Runs _ -> topic;
            case Topic.NodeSessions(var name) -> new Topic.NodeSessions(Key.fold(name));
            case Topic.Session _, Topic.Sessions _, Topic.KvConflicts _, Topic.Rollouts _ -> topic;
            case Topic.Coordinates _, Topic.PreparedQueries _ -> topic;
        };
    }

    @Override
    public void published(Snapshot before, Snapshot after, List<Change> changes) {
        if (waits.isEmpty()) {
            return;
        }
        var topics = new HashSet<Topic>();
        changes.forEach(change -> collect(change.key(), before, after, topics));
        if (after.kv().overlays().conflictsAt() != before.kv().overlays().conflictsAt()) {
            topics.add(new Topic.KvConflicts());
        }
        topics.forEach(topic -> wake(topic, after));
    }

    private void wake(Topic topic, Snapshot now) {
        if (!waits.containsKey(topic)) {
            return;
        }
        var at = indexOf(topic, now);
        var woken = new ArrayList<Wait>();
        waits.computeIfPresent(topic, (_, all) -> {
            all.removeIf(wait -> at > wait.index && woken.add(wait));
            return all.isEmpty() ? null : all;
        });
        woken.forEach(Wait::wake);
    }

    private void collect(Key key, Snapshot before, Snapshot after, Set<Topic> topics) {
        switch (key) {
            case Key.Kv(var name) -> ofKey(name, topics);
            case Key.Overlay(var name) -> ofKey(name, topics);
            case Key.Node(var node) -> {
                topics.add(new Topic.Nodes());
                topics.add(new Topic.Services());
                topics.add(new Topic.Checks());
                ofNode(node, before, after, topics);
            }
            case Key.Service(var node, var _) -> {
                topics.add(new Topic.Services());
                ofNode(node, before, after, topics);
            }
            case Key.Check(var node, var _) -> {
                topics.add(new Topic.Checks());
                ofNode(node, before, after, topics);
            }
            case Key.Session(var id) -> {
                topics.add(new Topic.Session(id));
                topics.add(new Topic.Sessions());
                ofNode(before.sessions().entries().get(id), topics);
                ofNode(after.sessions().entries().get(id), topics);
            }
            // Who is there shows in the checks that follow from it.
            case Key.Member _ -> {}
            case Key.Event(var id) -> {
                topics.add(new Topic.Events());
                ofEvent(id, topics);
            }
            case Key.Document(var name) -> {
                if (name.startsWith(RolloutCodec.PREFIX)) {
                    topics.add(new Topic.Rollouts());
                } else if (name.startsWith(Execution.KIND)) {
                    topics.add(new Topic.PreparedQueries());
                }
            }
            case Key.Receipt(var id, var _) -> ofEvent(id, topics);
            case Key.Receipts batch -> {
                for (var id : after.events().eventsOf(batch)) {
                    ofEvent(id, topics);
                }
            }
            case Key.Run(var id, var _, var _) -> ofEvent(id, topics);
        }
    }

    private static void ofEvent(String id, Set<Topic> topics) {
        topics.add(new Topic.Runs(id));
        topics.add(new Topic.History());
    }

    private void ofKey(String name, Set<Topic> topics) {
        topics.add(new Topic.Key(name));
        for (var length : prefixLengths.keySet()) {
            if (length <= name.length()) {
                topics.add(new Topic.KeyPrefix(name.substring(0, length)));
            }
        }
    }

    private static void ofNode(@Nullable Stored<Value.Session> session, Set<Topic> topics) {
        if (session != null) {
            topics.add(new Topic.NodeSessions(Key.fold(session.value().node())));
        }
    }

    /** Everything that looks at a node; which of it really changed its index decides. */
    private static void ofNode(String node, Snapshot before, Snapshot after, Set<Topic> topics) {
        topics.add(new Topic.Node(node));
        topics.add(new Topic.NodeChecks(node));
        services(before.catalog().nodes().get(node), topics);
        services(after.catalog().nodes().get(node), topics);
    }

    private static void services(@Nullable NodeState state, Set<Topic> topics) {
        if (state != null) {
            for (var service : state.services().values()) {
                var name = Key.fold(service.value().name());
                topics.add(new Topic.Service(name));
                topics.add(new Topic.ServiceHealth(name));
            }
        }
    }

    private long indexOf(Topic topic, Snapshot snapshot) {
        var catalog = snapshot.catalog();
        return switch (topic) {
            case Topic.Key(var key) -> snapshot.kv().keyAt(key);
            case Topic.KeyPrefix(var prefix) -> snapshot.kv().prefixAt(prefix);
            case Topic.Nodes _ -> catalog.nodesAt();
            case Topic.Node(var name) -> catalog.nodeAt(name);
            case Topic.NodeChecks(var name) -> catalog.nodeChecksAt(name);
            case Topic.Services _ -> catalog.servicesAt();
            case Topic.Service(var name) -> catalog.service(name).instancesAt();
            case Topic.ServiceHealth(var name) -> catalog.service(name).healthAt();
            case Topic.Checks _ -> catalog.checksAt();
            case Topic.Events _ -> snapshot.events().listAt();
            case Topic.History _ -> snapshot.events().changedAt();
            case Topic.Runs(var id) -> {
                var event = snapshot.events().event(id);
                yield event == null ? 1 : event.changedAt();
            }
            case Topic.Session _, Topic.Sessions _, Topic.NodeSessions _ ->
                snapshot.sessions().changedAt();
            case Topic.KvConflicts _ -> snapshot.kv().overlays().conflictsAt();
            case Topic.Rollouts _ -> snapshot.documents().changedAt(RolloutCodec.PREFIX);
            case Topic.PreparedQueries _ -> snapshot.documents().changedAt(Execution.KIND);
            case Topic.Coordinates _ -> coordinatesAt.getAsLong();
        };
    }

    /** One blocking query that waits. */
    private final class Wait implements Waiting {
        private final Topic topic;
        private final long index;
        private final Runnable wake;
        private final AtomicBoolean over = new AtomicBoolean();

        Wait(Topic topic, long index, Runnable wake) {
            this.topic = topic;
            this.index = index;
            this.wake = wake;
        }

        /** It is taken out already. */
        void wake() {
            if (end()) {
                wake.run();
            }
        }

        @Override
        public void close() {
            if (end()) {
                takeOut();
            }
        }

        private void takeOut() {
            waits.computeIfPresent(topic, (_, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }

        private boolean end() {
            if (!over.compareAndSet(false, true)) {
                return false;
            }
            if (topic instanceof Topic.KeyPrefix(var prefix)) {
                prefixLengths.computeIfPresent(prefix.length(), (_, n) -> n == 1 ? null : n - 1);
            }
            return true;
        }
    }
}
