package engine.state;

import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All state that this node knows, as one immutable picture: what every read is answered from.
 *
 * @param index this node's own index: grows with every change, greater than 0, never goes back
 * @param members the agents, by their folded names
 */
public record Snapshot(
        long index,
        CatalogView catalog,
        KvView kv,
        SessionsView sessions,
        EventView events,
        DocumentsView documents,
        PersistentSortedMap<Value.Member> members) {

    /** A picture of nothing, from which the index goes on. */
    static Snapshot startingAt(long index) {
        return new Snapshot(
                index,
                CatalogView.startingAt(index),
                KvView.startingAt(index),
                SessionsView.startingAt(index),
                EventView.startingAt(index),
                DocumentsView.startingAt(index),
                PersistentSortedMap.empty());
    }

    /**
     * Every entry of the catalog, the sessions, what the majority has of keys, and the events in {@link Live#ORDER}, made as it is
     * asked for. Members are not among them, and of documents prepared queries alone: who is there, and how far something has come that
     * goes on, is no part of what can be put back.
     */
    public Iterator<Live> live() {
        var nodes = catalog.nodes().stream().flatMap(node -> ofNode(node.getKey(), node.getValue()));
        var keys = kv.entries().stream().map(pair -> live(new Key.Kv(pair.getKey()), pair.getValue()));
        var ids = sessions.entries().stream().map(pair -> live(new Key.Session(pair.getKey()), pair.getValue()));
        var queries = documents.entries().stream()
                .filter(pair -> pair.getKey().startsWith(DocumentsView.QUERIES))
                .map(pair -> live(new Key.Document(pair.getKey()), pair.getValue()));
        return Stream.of(nodes, ids, keys, queries, events.live())
                .flatMap(each -> each)
                .iterator();
    }

    private static Stream<Live> ofNode(String name, NodeState state) {
        var node = state.node() == null ? Stream.<Live>of() : Stream.of(live(new Key.Node(name), state.node()));
        var checks = state.checks().stream().map(pair -> live(new Key.Check(name, pair.getKey()), pair.getValue()));
        var services =
                state.services().stream().map(pair -> live(new Key.Service(name, pair.getKey()), pair.getValue()));
        return Stream.concat(Stream.concat(node, checks), services);
    }

    private static Live live(Key key, Stored<? extends Value> stored) {
        return new Live(key, stored.value(), stored.createIndex(), stored.modifyIndex());
    }

    /** With everything that some buckets hold, as if it had all been learned at this picture's index. */
    Snapshot filled(Iterable<Bucket> buckets) {
        var picture = this;
        // Services and checks stay unseen until their node comes: put in the other order each would build its services
        // anew.
        for (var nodes : new boolean[] {false, true}) {
            for (var bucket : buckets) {
                for (var pair : bucket.entries()) {
                    var entry = pair.getValue();
                    if (entry.value() != null && entry.value() instanceof Value.Node == nodes) {
                        picture = picture.with(new Change(Key.parse(pair.getKey()), entry), index);
                    }
                }
            }
        }
        return picture;
    }

    /** The index at which something written with {@code modifyIndex} becomes part of this picture. */
    long nextIndex(long modifyIndex) {
        return Math.max(index + 1, modifyIndex);
    }

    /** With one entry changed, at a local index not below this picture's. */
    Snapshot with(Change change, long at) {
        var entry = change.entry();
        return switch (change.key()) {
            case Key.Node(var node) -> with(at, catalog.withNode(node, stored(entry, Value.Node.class, at), at));
            case Key.Service(var node, var id) ->
                with(at, catalog.withService(node, id, stored(entry, Value.Service.class, at), at));
            case Key.Check(var node, var id) ->
                with(at, catalog.withCheck(node, id, stored(entry, Value.Check.class, at), at));
            case Key.Member(var node) ->
                new Snapshot(at, catalog, kv, sessions, events, documents, members(node, entry));
            case Key.Kv(var key) -> with(at, kv.with(key, stored(entry, Value.Kv.class, at), entry.modifyIndex(), at));
            case Key.Overlay(var key) -> with(at, kv.withOverlay(key, entry, at));
            case Key.Session(var id) ->
                new Snapshot(
                        at,
                        catalog,
                        kv,
                        sessions.with(id, stored(entry, Value.Session.class, at), at),
                        events,
                        documents,
                        members);
            case Key.Document(var name) ->
                new Snapshot(
                        at,
                        catalog,
                        kv,
                        sessions,
                        events,
                        documents.with(name, stored(entry, Value.Document.class, at), at),
                        members);
            case Key.Event(var id) -> with(at, events.withEvent(id, (Value.Event) entry.value(), at));
            case Key.Receipt(var id, var node) ->
                with(at, events.withReceipt(id, node, (Value.Receipt) entry.value(), at));
            case Key.Receipts key -> with(at, events.withReceipts(key, (Value.Receipts) entry.value(), at));
            case Key.Run(var id, var node, var trigger) ->
                with(at, events.withRun(id, node, trigger, (Value.Run) entry.value(), at));
        };
    }

    private PersistentSortedMap<Value.Member> members(String node, Entry entry) {
        return entry.value() instanceof Value.Member member ? members.put(node, member) : members.remove(node);
    }

    private Snapshot with(long at, CatalogView changed) {
        return new Snapshot(at, changed, kv, sessions, events, documents, members);
    }

    /** With what the log says now of writes that were made without the majority. */
    Snapshot settling(Settlement settlement, long at) {
        return with(at, kv.settling(settlement, at));
    }

    /** After all changes that came with {@link #settling}. */
    Snapshot settled(long at) {
        return with(at, kv.settled(at));
    }

    private Snapshot with(long at, KvView changed) {
        return new Snapshot(at, catalog, changed, sessions, events, documents, members);
    }

    private Snapshot with(long at, EventView changed) {
        return new Snapshot(at, catalog, kv, sessions, changed, documents, members);
    }

    private static <V extends Value> @Nullable Stored<V> stored(Entry entry, Class<V> kind, long at) {
        return entry.value() == null
                ? null
                : new Stored<>(kind.cast(entry.value()), entry.createIndex(), entry.modifyIndex(), at);
    }
}
