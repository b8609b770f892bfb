package engine.state;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.apache.pekko.util.ByteString;

/** Arbitrary state: every kind of value under the key that it belongs to. */
final class Samples {

    private Samples() {}

    /** An entry and where it lies. */
    record Keyed(Key key, Entry entry) {}

    static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(12),
                Arbitraries.of("", "\0", "\u007f\u0080\u07ff\u0800", "grüße", "世界", "🦀", "İıſK", "\r\n\"<&>"));
    }

    static Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(12),
                Arbitraries.of("web", "Web", "db.example", "ſ", "İ", "ΑΣ", "世界", "🦀"));
    }

    private static final ByteString LARGE = large();

    private static ByteString large() {
        var bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        return ByteString.fromArray(bytes);
    }

    /** What is large comes of a function: values themselves are hashed again and again, which takes most of a test's time. */
    static Arbitrary<ByteString> bytes() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.create(() -> LARGE)),
                // A slice, whose array is larger than itself.
                Tuple.of(2, Arbitraries.create(() -> LARGE.slice(7, 77))),
                Tuple.of(
                        20,
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(ByteString::fromArray)));
    }

    static Arbitrary<Map<String, String>> maps() {
        return Arbitraries.maps(texts(), texts()).ofMaxSize(5).map(Map::copyOf);
    }

    static Arbitrary<Value.Node> nodes() {
        return Combinators.combine(texts(), names(), texts(), maps().injectNull(0.3), maps().injectNull(0.3))
                .as(Value.Node::new);
    }

    static Arbitrary<Value.Member> members() {
        return Combinators.combine(
                        names(),
                        texts().list().ofSize(5),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().list().ofSize(2),
                        Arbitraries.of(Value.Standing.values()),
                        instants())
                .as((name, t, server, ports, standing, since) -> new Value.Member(
                        name,
                        t.get(0),
                        server,
                        t.get(1),
                        ports.get(0),
                        ports.get(1),
                        t.get(2),
                        t.get(3),
                        standing,
                        t.get(4),
                        since));
    }

    static Arbitrary<Value.Service> services() {
        var tagged = Combinators.combine(texts(), Arbitraries.integers()).as(Value.TaggedAddress::new);
        return Combinators.combine(
                        names(),
                        names(),
                        names(),
                        texts().list().ofMaxSize(4),
                        Arbitraries.maps(texts(), tagged).ofMaxSize(3),
                        maps().injectNull(0.3),
                        Arbitraries.integers().list().ofSize(3),
                        Combinators.combine(
                                        Arbitraries.of(true, false),
                                        texts().list().ofMaxSize(3).optional())
                                .as(Tuple::of))
                .as((node, id, name, tags, addresses, meta, numbers, rest) -> new Value.Service(
                        node,
                        id,
                        name,
                        tags,
                        name,
                        addresses,
                        meta,
                        numbers.get(0),
                        numbers.get(1),
                        numbers.get(2),
                        rest.get1(),
                        rest.get2().orElse(null)));
    }

    static Arbitrary<Value.Check> checks() {
        return Combinators.combine(
                        names(),
                        names(),
                        texts().list().ofSize(7),
                        texts().list().ofMaxSize(3),
                        instants(),
                        Arbitraries.longs().between(0, 1L << 40).edgeCases(edges -> edges.add(0L)),
                        Combinators.combine(
                                        Arbitraries.of("", "{\"TCP\":\"10.0.0.9:80\"}"), Arbitraries.of(true, false))
                                .as(Tuple::of))
                .as((node, id, t, tags, since, after, more) -> new Value.Check(
                                node, id, t.get(0), t.get(1), t.get(2), t.get(3), t.get(4), t.get(5), tags, t.get(6),
                                since)
                        .deregisterAfter(Duration.ofMillis(after))
                        .defined(more.get1())
                        .routing(more.get2()));
    }

    static Arbitrary<Value.Kv> kvs() {
        var flags = Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE));
        return Combinators.combine(bytes(), flags).as(Value.Kv::new);
    }

    static Arbitrary<Value.Session> sessions() {
        var ids = names().list().ofMaxSize(2);
        return Combinators.combine(
                        names(),
                        texts().list().ofSize(3),
                        ids,
                        Arbitraries.integers().between(0, 60_000))
                .as((id, t, checks, delay) -> new Value.Session(
                        id,
                        t.get(0),
                        t.get(1),
                        checks,
                        checks.stream()
                                .map(check -> new Value.ServiceCheck(check, t.get(2)))
                                .toList(),
                        delay,
                        delay % 2 == 0,
                        t.get(2)));
    }

    static Arbitrary<Value.Overlay> overlays() {
        return Combinators.combine(
                        bytes().injectNull(0.2),
                        Arbitraries.longs(),
                        Arbitraries.longs().between(0, Long.MAX_VALUE),
                        texts())
                .as(Value.Overlay::new);
    }

    static Arbitrary<Instant> instants() {
        return Arbitraries.oneOf(
                Combinators.combine(
                                Arbitraries.longs().between(-1, 4_000_000_000L),
                                Arbitraries.integers().between(0, 999_999_999))
                        .as(Instant::ofEpochSecond),
                Arbitraries.of(Instant.EPOCH, Instant.MIN, Instant.MAX));
    }

    static Arbitrary<Value.Event> events() {
        var restored = Arbitraries.of(true, false);
        var meta = Arbitraries.maps(names(), texts()).ofMaxSize(2);
        var ttl = Arbitraries.longs().between(0, Long.MAX_VALUE);
        return Combinators.combine(
                        names(),
                        texts().list().ofSize(6),
                        bytes(),
                        Arbitraries.longs(),
                        instants(),
                        restored,
                        meta.injectNull(0.5),
                        ttl)
                .as((id, t, payload, lamport, at, again, filters, millis) -> {
                    var event = new Value.Event(
                            id, t.get(0), payload, t.get(1), t.get(2), t.get(3), lamport, at, t.get(4), again);
                    return filters == null ? event : event.with(filters, millis, t.get(5));
                })
                .flatMap(event -> Arbitraries.of(0, 0, 1, 8, 300).map(event::atDepth))
                .flatMap(event -> causes().injectNull(0.5).map(cause -> cause == null ? event : event.causedBy(cause)))
                .flatMap(event ->
                        Arbitraries.of("", "", "k", "a key").map(key -> key.isEmpty() ? event : event.keyed(key, 1)));
    }

    private static Arbitrary<Value.Cause> causes() {
        return Combinators.combine(
                        texts(),
                        texts(),
                        Arbitraries.longs().between(0, 100_000),
                        Arbitraries.maps(names(), texts()).ofMaxSize(2))
                .as(Value.Cause::new);
    }

    static Arbitrary<Value.Receipt> receipts() {
        return Combinators.combine(names(), names(), Arbitraries.integers(), texts())
                .as(Value.Receipt::new);
    }

    static Arbitrary<Value.Receipts> batches() {
        return Combinators.combine(names(), receipts().list().ofMinSize(1).ofMaxSize(5))
                .as(Value.Receipts::new);
    }

    static Arbitrary<Value.Run> runs() {
        return Combinators.combine(
                        names().list().ofSize(3),
                        texts().list().ofSize(3),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().injectNull(0.3),
                        instants().list().ofSize(3),
                        Arbitraries.of(true, false))
                .as((n, t, ended, code, at, started) -> new Value.Run(
                        n.get(0),
                        n.get(1),
                        n.get(2),
                        t.get(0),
                        ended,
                        code == null ? OptionalInt.empty() : OptionalInt.of(code),
                        t.get(1),
                        t.get(2),
                        at.get(0),
                        started ? Optional.of(at.get(1)) : Optional.empty(),
                        ended ? Optional.of(at.get(2)) : Optional.empty()))
                .flatMap(run -> Arbitraries.of(1, 1, 2, 300).map(run::asAttempt))
                .flatMap(run -> Arbitraries.of(0L, 0L, 1L, 5_000_000_000L).map(run::after));
    }

    static Arbitrary<Key> keys() {
        return keyedValues().map(Tuple.Tuple2::get1);
    }

    private static Arbitrary<Tuple.Tuple2<Key, Value>> keyedValues() {
        return Arbitraries.oneOf(List.of(
                nodes().map(v -> Tuple.of(new Key.Node(v.name()), v)),
                services().map(v -> Tuple.of(new Key.Service(v.node(), v.id()), v)),
                checks().map(v -> Tuple.of(new Key.Check(v.node(), v.id()), v)),
                members().map(v -> Tuple.of(new Key.Member(v.name()), v)),
                Combinators.combine(texts(), kvs()).as((k, v) -> Tuple.of(new Key.Kv(k), v)),
                Combinators.combine(texts(), overlays()).as((k, v) -> Tuple.of(new Key.Overlay(k), v)),
                events().map(v -> Tuple.of(new Key.Event(v.id()), v)),
                receipts().map(v -> Tuple.of(new Key.Receipt(v.eventId(), v.node()), v)),
                batches().map(v -> Tuple.of(v.key(), v)),
                runs().map(v -> Tuple.of(new Key.Run(v.eventId(), v.node(), v.trigger()), v))));
    }

    static Arbitrary<Keyed> entries() {
        var stamps = Combinators.combine(Arbitraries.longs().between(0, Long.MAX_VALUE), texts())
                .as(Stamp::new);
        var indexes = Arbitraries.longs().between(0, Long.MAX_VALUE);
        return Combinators.combine(
                        keyedValues(),
                        stamps,
                        indexes,
                        indexes,
                        Arbitraries.integers().between(0, 4))
                .as((keyed, stamp, created, modified, dead) ->
                        new Keyed(keyed.get1(), new Entry(stamp, created, modified, dead == 0 ? null : keyed.get2())));
    }

    /** Entries under different keys. */
    static Arbitrary<List<Keyed>> states() {
        return entries().list().ofMaxSize(8).uniqueElements(Keyed::key);
    }

    static Bucket bucket(Iterable<Keyed> entries) {
        var map = PersistentMap.<Entry>empty();
        for (var keyed : entries) {
            map = map.put(keyed.key().text(), keyed.entry());
        }
        return Bucket.of(map);
    }

    static Map<String, Entry> contents(PersistentMap<Entry> entries) {
        var map = new HashMap<String, Entry>();
        entries.forEach(pair -> map.put(pair.getKey(), pair.getValue()));
        return map;
    }
}
