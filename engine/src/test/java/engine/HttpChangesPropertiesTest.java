package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.Topic;
import engine.state.Key;
import engine.state.Op;
import engine.state.Pictures;
import engine.state.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Waits against a model that reads everything anew after each change. */
final class HttpChangesPropertiesTest {
    private static final List<String> NODES = List.of("n1", "N2");
    private static final List<String> SERVICES = List.of("web", "DB");
    private static final List<String> KEYS = List.of("a", "ab", "a/b", "b");

    private static final List<Topic> TOPICS = Stream.of(
                    NODES.stream().flatMap(node -> Stream.of(new Topic.Node(node), new Topic.NodeChecks(node))),
                    SERVICES.stream()
                            .flatMap(name -> Stream.of(new Topic.Service(name), new Topic.ServiceHealth(name))),
                    KEYS.stream().map(Topic.Key::new),
                    Stream.of("", "a", "ab", "a/", "c").map(Topic.KeyPrefix::new),
                    Stream.of("e1", "e2").map(Topic.Runs::new),
                    Stream.of(
                            new Topic.Nodes(),
                            new Topic.Services(),
                            new Topic.Checks(),
                            new Topic.Events(),
                            new Topic.History()))
            .flatMap(topics -> topics.map(Topic.class::cast))
            .toList();

    /** What there is, in the plainest form: every answer is a search through all of it. */
    static final class Model {
        private final Map<String, Op.Put> entries = new TreeMap<>();

        void apply(List<Op> ops) {
            for (var op : ops) {
                if (op instanceof Op.Put put) {
                    entries.put(op.key().text(), put);
                } else {
                    entries.remove(op.key().text());
                }
            }
        }

        private <V extends Value> List<V> all(Class<V> kind) {
            return entries.values().stream()
                    .map(Op.Put::value)
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        }

        private List<Value.Service> instances(String name) {
            return all(Value.Service.class).stream()
                    .filter(service -> service.name().equals(name))
                    .toList();
        }

        private List<Value> nodesOf(List<Value.Service> services) {
            return services.stream()
                    .flatMap(s ->
                            all(Value.Node.class).stream().filter(n -> n.name().equals(s.node())))
                    .map(Value.class::cast)
                    .toList();
        }

        private List<Value> checksOf(List<Value.Service> services) {
            return services.stream()
                    .flatMap(s -> all(Value.Check.class).stream()
                            .filter(c -> c.node().equals(s.node()))
                            .filter(c ->
                                    c.serviceId().isEmpty() || c.serviceId().equals(s.id())))
                    .map(Value.class::cast)
                    .toList();
        }

        private Object answer(Topic topic) {
            return switch (topic) {
                case Topic.Key(var key) ->
                    List.copyOf(under("k" + key, entry -> entry.text().equals("k" + key)));
                case Topic.KeyPrefix(var prefix) -> under("k" + prefix, key -> key instanceof Key.Kv);
                case Topic.Nodes _ -> all(Value.Node.class);
                case Topic.Node(var name) ->
                    Stream.concat(
                                    all(Value.Node.class).stream()
                                            .filter(n -> n.name().equals(name)),
                                    all(Value.Service.class).stream()
                                            .filter(s -> s.node().equals(name)))
                            .toList();
                case Topic.NodeChecks(var name) ->
                    all(Value.Check.class).stream()
                            .filter(c -> c.node().equals(name))
                            .toList();
                case Topic.Services _ ->
                    all(Value.Service.class).stream()
                            .collect(Collectors.groupingBy(
                                    Value.Service::name,
                                    Collectors.flatMapping(s -> s.tags().stream(), Collectors.toSet())));
                case Topic.Service(var name) -> List.of(instances(name), nodesOf(instances(name)));
                case Topic.ServiceHealth(var name) ->
                    List.of(instances(name), nodesOf(instances(name)), checksOf(instances(name)));
                case Topic.Checks _ -> all(Value.Check.class);
                case Topic.Events _ -> all(Value.Event.class);
                case Topic.History _ -> List.of(all(Value.Event.class), all(Value.Run.class));
                case Topic.Runs(var id) ->
                    all(Value.Event.class).stream().anyMatch(e -> e.id().equals(id))
                            ? List.of(
                                    all(Value.Event.class).stream()
                                            .filter(e -> e.id().equals(id))
                                            .toList(),
                                    all(Value.Run.class).stream()
                                            .filter(r -> r.eventId().equals(id))
                                            .toList())
                            : "none";
                case Topic.Session _,
                        Topic.Sessions _,
                        Topic.NodeSessions _,
                        Topic.KvConflicts _,
                        Topic.Rollouts _,
                        Topic.Coordinates _,
                        Topic.PreparedQueries _ -> "none";
            };
        }

        private List<Op.Put> under(String text, java.util.function.Predicate<Key> condition) {
            return entries.values().stream()
                    .filter(put -> put.key().text().startsWith(text) && condition.test(put.key()))
                    .toList();
        }
    }

    /** Whether a changed key may concern a topic at all, whatever the values say. */
    private static boolean related(Topic topic, Key key) {
        return switch (topic) {
            case Topic.Key(var name) -> key.equals(new Key.Kv(name));
            case Topic.KeyPrefix(var prefix) -> key instanceof Key.Kv(var name) && name.startsWith(prefix);
            case Topic.Nodes _ -> key instanceof Key.Node;
            case Topic.Node(var name) ->
                !(key instanceof Key.Check) && Key.fold(name).equals(nodeOf(key));
            case Topic.NodeChecks(var name) ->
                !(key instanceof Key.Service) && Key.fold(name).equals(nodeOf(key));
            case Topic.Services _ -> key instanceof Key.Node || key instanceof Key.Service;
            case Topic.Service _ -> key instanceof Key.Node || key instanceof Key.Service;
            case Topic.ServiceHealth _ -> !nodeOf(key).isEmpty();
            case Topic.Checks _ -> key instanceof Key.Node || key instanceof Key.Check;
            case Topic.Coordinates _ -> false;
            case Topic.Events _ -> key instanceof Key.Event;
            case Topic.History _ -> key instanceof Key.Event || key instanceof Key.Receipt || key instanceof Key.Run;
            case Topic.Runs(var id) ->
                switch (key) {
                    case Key.Event(var event) -> event.equals(id);
                    case Key.Receipt(var event, var _) -> event.equals(id);
                    case Key.Run(var event, var _, var _) -> event.equals(id);
                    case Key.Kv _, Key.Overlay _, Key.Session _, Key.Document _, Key.Receipts _ -> false;
                    case Key.Node _, Key.Service _, Key.Check _, Key.Member _ -> false;
                };
            case Topic.Session _, Topic.Sessions _, Topic.NodeSessions _, Topic.KvConflicts _ -> false;
            case Topic.Rollouts _, Topic.PreparedQueries _ -> key instanceof Key.Document;
        };
    }

    private static String nodeOf(Key key) {
        return switch (key) {
            case Key.Node(var node) -> node;
            case Key.Service(var node, var _) -> node;
            case Key.Check(var node, var _) -> node;
            case Key.Kv _, Key.Overlay _, Key.Session _, Key.Document _, Key.Event _ -> "";
            case Key.Receipt _, Key.Receipts _, Key.Run _, Key.Member _ -> "";
        };
    }

    /** One thing that happens; what it does depends on what there is. */
    interface Step {
        List<Op> ops(Model model);
    }

    @Property(tries = 300)
    void aWaitEndsOnceWhenItsAnswerChangesAndNeverByWhatIsNotItsOwn(@ForAll("histories") List<Step> steps) {
        var pictures = new Pictures();
        var changes = new HttpChanges(pictures.published());
        pictures.published().subscribe(changes);
        var model = new Model();
        for (var step : steps) {
            var before = answers(model);
            var woken = new LinkedHashMap<Topic, AtomicInteger>();
            var index = pictures.published().current().index();
            var waits = new ArrayList<AutoCloseable>();
            for (var topic : TOPICS) {
                var count = new AtomicInteger();
                woken.put(topic, count);
                waits.add(changes.await(topic, index, count::incrementAndGet));
            }
            assertThat(woken.values()).describedAs("nothing has changed yet").allMatch(count -> count.get() == 0);
            var ops = step.ops(model);
            model.apply(ops);
            pictures.apply(ops.toArray(Op[]::new));
            for (var topic : TOPICS) {
                var count = Objects.requireNonNull(woken.get(topic)).get();
                if (!Objects.equals(before.get(topic), model.answer(topic))) {
                    assertThat(count).describedAs("%s after %s", topic, ops).isEqualTo(1);
                } else if (ops.stream().noneMatch(op -> related(topic, op.key()))) {
                    assertThat(count).describedAs("%s after %s", topic, ops).isZero();
                }
            }
            waits.forEach(HttpChangesPropertiesTest::close);
            pictures.put(
                    new Key.Kv("tick"),
                    Records.kv("" + pictures.published().current().index()));
            model.apply(List.of(new Op.Put(new Key.Kv("tick"), Records.kv("tick"))));
            assertThat(woken.values()).describedAs("a closed wait is over").allMatch(count -> count.get() <= 1);
        }
    }

    private static Map<Topic, Object> answers(Model model) {
        var answers = new LinkedHashMap<Topic, Object>();
        TOPICS.forEach(topic -> answers.put(topic, model.answer(topic)));
        return answers;
    }

    private static void close(AutoCloseable wait) {
        try {
            wait.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Arbitraries.oneOf(
                        nodes(),
                        services(),
                        checks(),
                        events(),
                        values(),
                        Arbitraries.of(NODES).map(this::nodeGoes))
                .list()
                .ofMaxSize(25);
    }

    private Arbitrary<Step> nodes() {
        return Combinators.combine(Arbitraries.of(NODES), Arbitraries.of("127.0.0.1", "127.0.0.2"))
                .as((node, address) -> _ -> List.of(new Op.Put(new Key.Node(node), Records.node(node, address))));
    }

    /** As the store removes it: with all that is on it. */
    private Step nodeGoes(String node) {
        return model -> model.entries.values().stream()
                .filter(put -> nodeOf(put.key()).equals(Key.fold(node)))
                .<Op>map(put -> new Op.Delete(put.key()))
                .toList();
    }

    private static List<Op> onNode(Model model, String node, Op op) {
        var there = model.entries.containsKey(new Key.Node(node).text());
        return there ? List.of(op) : List.of();
    }

    private Arbitrary<Step> services() {
        return Combinators.combine(
                        Arbitraries.of(NODES),
                        Arbitraries.of("s1", "s2"),
                        Arbitraries.of(SERVICES),
                        Arbitraries.of("v1", "v2"),
                        Arbitraries.of(true, true, true, false))
                .as((node, id, name, tag, there) -> {
                    var key = new Key.Service(node, id);
                    var put = new Op.Put(key, Records.service(node, id, name, tag));
                    return model -> there ? onNode(model, node, put) : List.of(new Op.Delete(key));
                });
    }

    private Arbitrary<Step> checks() {
        return Combinators.combine(
                        Arbitraries.of(NODES),
                        Arbitraries.of("c1", "c2"),
                        Arbitraries.of("", "s1", "s2"),
                        Arbitraries.of("passing", "critical", ""))
                .as((node, id, serviceId, status) -> {
                    var key = new Key.Check(node, id + serviceId);
                    var service = Records.service(node, serviceId, serviceId.isEmpty() ? "" : "any");
                    var put = new Op.Put(key, Records.check(node, id + serviceId, status, service));
                    return model -> status.isEmpty() ? List.of(new Op.Delete(key)) : onNode(model, node, put);
                });
    }

    private Arbitrary<Step> events() {
        return Combinators.combine(Arbitraries.of("e1", "e2"), Arbitraries.of("event", "run", "ended"))
                .as((id, what) -> _ -> List.of(
                        what.equals("event")
                                ? new Op.Put(new Key.Event(id), Records.event(id, "deploy", 1))
                                : new Op.Put(
                                        new Key.Run(id, "n1", "t"), Records.run(id, "n1", "t", what.equals("ended")))));
    }

    private Arbitrary<Step> values() {
        return Combinators.combine(Arbitraries.of(KEYS), Arbitraries.of("1", "2", ""))
                .as((key, value) -> _ -> List.of(
                        value.isEmpty()
                                ? new Op.Delete(new Key.Kv(key))
                                : new Op.Put(new Key.Kv(key), Records.kv(value))));
    }
}
