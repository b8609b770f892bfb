package engine.http;

import engine.http.Context.Consistency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The ports in memory: what tests put in is what they show; calls that change something are written down. */
final class Fakes implements Changes, Catalog, KeyValues, UserEvents, Cluster {
    static final Node EXT1 = new Node("", "ext1", "127.0.0.11", "dc1", null, Map.of("zone", "a"), 20, 21);
    static final Node NODE = new Node(
            "8f44d807-479d-1516-19d3-e9e89073d69e",
            "node1",
            "127.0.0.1",
            "dc1",
            Map.of("lan", "127.0.0.1", "wan", "127.0.0.1"),
            Map.of("rack", "r1"),
            6,
            7);

    final AtomicLong index = new AtomicLong(100);
    final List<Node> nodes = new CopyOnWriteArrayList<>(List.of(NODE));
    final List<Instance> instances = new CopyOnWriteArrayList<>();
    final List<Check> checks = new CopyOnWriteArrayList<>();
    final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final Map<String, Runs> runs = new ConcurrentHashMap<>();
    final List<Firing> firings = new CopyOnWriteArrayList<>();
    final List<Exec> execs = new CopyOnWriteArrayList<>();
    final List<Filters> matched = new CopyOnWriteArrayList<>();
    /** Newest first. */
    final List<Past> history = new CopyOnWriteArrayList<>();

    final List<Search> searches = new CopyOnWriteArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<Context> contexts = new CopyOnWriteArrayList<>();
    final Agent agent = new Agent();
    final Archive archive = new Archive();
    final Servers servers = new Servers();
    final FakeOrder ordered = new FakeOrder(this);
    final FakeTriggers triggers = new FakeTriggers();
    final FakeMaintenances maintenances = new FakeMaintenances();
    final FakeExternalChecks external = new FakeExternalChecks();
    final FakeCoordinates coordinates = new FakeCoordinates(this);
    final FakeAutopilot autopilot = new FakeAutopilot(this);
    final FakeRecord record = new FakeRecord(this);
    final FakeRollouts rollouts = new FakeRollouts();
    final FakeQueries queries = new FakeQueries(this);
    volatile Optional<String> leader = Optional.of("127.0.0.1:8300");
    volatile @Nullable RuntimeException failure;
    /** How many imports succeed before they fail; none fails when it is negative. */
    final AtomicInteger failAfter = new AtomicInteger(-1);

    private final Map<Topic, Long> changed = new ConcurrentHashMap<>();
    private final Set<Await> waits = ConcurrentHashMap.newKeySet();

    private record Await(Topic topic, Runnable wake, Object identity) {}

    HttpServer.Ports ports() {
        return new HttpServer.Ports(
                agent,
                this,
                this,
                this,
                this,
                this,
                archive,
                servers,
                ordered,
                ordered,
                record,
                record,
                ordered,
                triggers,
                rollouts,
                rollouts,
                maintenances,
                external,
                this::explain,
                coordinates,
                autopilot,
                queries);
    }

    private DnsExplanations.Explanation explain(String name, String type, boolean tcp) {
        if (name.equals("bad")) {
            throw new Refusal(400, "Invalid name: a sentence.");
        }
        return new DnsExplanations.Explanation(
                name,
                type,
                "a meaning",
                "NOERROR",
                true,
                !tcp,
                List.of("an answer"),
                List.of(),
                List.of(),
                List.of(new DnsExplanations.Candidate("n1", "w1", "10.0.0.1", 80, "a reason")));
    }

    @Override
    public long index() {
        return index.get();
    }

    /** An external node with one instance of redis, and this one with another. */
    void redisOnTwoNodes() {
        var redis1 = service("redis1", "redis", 6379, "primary", "v1");
        var redis2 = service("redis2", "redis", 6380, "replica");
        var check1 = check("service:redis1", redis1, "passing");
        var check2 = check("service:redis2", redis2, "critical");
        nodes.clear();
        nodes.addAll(List.of(EXT1, NODE));
        instances.clear();
        instances.add(new Instance(EXT1, redis1, List.of(check1)));
        instances.add(new Instance(NODE, redis2, List.of(check2)));
        checks.clear();
        checks.addAll(List.of(check1, check2));
        calls.clear();
    }

    /** Moves a topic's index and wakes who waits for it. */
    void change(Topic topic) {
        changed.put(topic, index.incrementAndGet());
        waits.forEach(wait -> {
            if (wait.topic().equals(topic) && waits.remove(wait)) {
                wait.wake().run();
            }
        });
    }

    Entry entry(String key) {
        return Objects.requireNonNull(entries.get(key), key);
    }

    int waiting() {
        return waits.size();
    }

    boolean waitsFor(Topic topic) {
        return waits.stream().anyMatch(wait -> wait.topic().equals(topic));
    }

    @Override
    public Waiting await(Topic topic, long since, Runnable wake) {
        var wait = new Await(topic, wake, new Object());
        waits.add(wait);
        if (indexOf(topic) > since && waits.remove(wait)) {
            wake.run();
        }
        return () -> waits.remove(wait);
    }

    long indexOf(Topic topic) {
        return changed.getOrDefault(topic, 10L);
    }

    <T> Indexed<T> at(Topic topic, T value) {
        var failing = failure;
        if (failing != null) {
            throw failing;
        }
        return new Indexed<>(indexOf(topic), value);
    }

    <T> CompletionStage<T> done(String call, Context context, T value) {
        calls.add(call);
        contexts.add(context);
        var failing = failure;
        return failing == null ? CompletableFuture.completedFuture(value) : CompletableFuture.failedFuture(failing);
    }

    @Override
    public List<String> datacenters() {
        return List.of("dc1");
    }

    @Override
    public Indexed<List<Node>> nodes() {
        return at(new Topic.Nodes(), List.copyOf(nodes));
    }

    @Override
    public Indexed<Map<String, Set<String>>> services() {
        var all = new TreeMap<String, Set<String>>();
        instances.forEach(i -> all.computeIfAbsent(i.service().name(), _ -> new LinkedHashSet<>())
                .addAll(i.service().tags()));
        return at(new Topic.Services(), all);
    }

    @Override
    public Indexed<List<Instance>> service(String name) {
        return at(new Topic.Service(name), of(name));
    }

    @Override
    public Indexed<List<Instance>> health(String name) {
        return at(new Topic.ServiceHealth(name), of(name));
    }

    private List<Instance> of(String name) {
        return instances.stream().filter(i -> i.service().name().equals(name)).toList();
    }

    @Override
    public Indexed<Optional<NodeServices>> node(String name) {
        return at(
                new Topic.Node(name),
                nodes.stream()
                        .filter(n -> n.name().equals(name))
                        .findFirst()
                        .map(n -> new NodeServices(
                                n,
                                instances.stream()
                                        .filter(i -> i.node().equals(n))
                                        .map(Instance::service)
                                        .toList())));
    }

    @Override
    public Indexed<List<Check>> nodeChecks(String node) {
        return at(
                new Topic.NodeChecks(node),
                checks.stream().filter(c -> c.node().equals(node)).toList());
    }

    @Override
    public Indexed<List<Check>> serviceChecks(String service) {
        return at(
                new Topic.ServiceHealth(service),
                checks.stream().filter(c -> c.serviceName().equals(service)).toList());
    }

    @Override
    public Indexed<List<Check>> checks() {
        return at(new Topic.Checks(), List.copyOf(checks));
    }

    @Override
    public CompletionStage<Done> register(Map<String, ?> registration, Context context) {
        return done("register " + registration, context, Done.getInstance());
    }

    @Override
    public CompletionStage<Done> deregister(Map<String, ?> deregistration, Context context) {
        return done("deregister " + deregistration, context, Done.getInstance());
    }

    @Override
    public Indexed<Optional<Entry>> get(String key, Consistency consistency) {
        return at(new Topic.Key(key), Optional.ofNullable(entries.get(key)));
    }

    @Override
    public Indexed<List<Entry>> list(String prefix, Consistency consistency) {
        return at(
                new Topic.KeyPrefix(prefix),
                entries.values().stream()
                        .filter(e -> e.key().startsWith(prefix))
                        .toList());
    }

    @Override
    public Indexed<List<String>> keys(String prefix, Consistency consistency) {
        return at(
                new Topic.KeyPrefix(prefix),
                entries.keySet().stream().filter(k -> k.startsWith(prefix)).toList());
    }

    @Override
    public CompletionStage<Boolean> put(Put put, Context context) {
        var key = put.key();
        var before = entries.get(key);
        var wanted = put.ifModifyIndex();
        var holds = wanted.isEmpty() || wanted.getAsLong() == (before == null ? 0 : before.modifyIndex());
        if (holds) {
            set(
                    key,
                    put.value(),
                    put.flags(),
                    before == null ? 0 : before.lockIndex(),
                    before == null ? "" : before.session());
        }
        return done("put " + key + (put.ttl().isZero() ? "" : " for " + put.ttl()), context, holds);
    }

    private void set(String key, ByteString value, long flags, long lockIndex, String session) {
        var before = entries.get(key);
        var now = index.get() + 1;
        entries.put(
                key,
                new Entry(key, value, flags, lockIndex, session, before == null ? now : before.createIndex(), now));
        changed(key);
    }

    private void changed(String key) {
        change(new Topic.Key(key));
        for (var end = 0; end <= key.length(); end++) {
            change(new Topic.KeyPrefix(key.substring(0, end)));
        }
    }

    @Override
    public CompletionStage<Boolean> acquire(Lock lock, Context context) {
        var before = entries.get(lock.key());
        var holder = before == null ? "" : before.session();
        var taken = holder.isEmpty() || holder.equals(lock.session());
        if (taken) {
            var lockIndex = before == null ? 0 : before.lockIndex();
            set(lock.key(), lock.value(), lock.flags(), holder.isEmpty() ? lockIndex + 1 : lockIndex, lock.session());
        }
        return done("acquire " + lock.key() + " for " + lock.session(), context, taken);
    }

    @Override
    public CompletionStage<Boolean> release(Lock lock, Context context) {
        var before = entries.get(lock.key());
        if (before != null && before.session().equals(lock.session())) {
            set(lock.key(), lock.value(), lock.flags(), before.lockIndex(), "");
            return done("release " + lock.key() + " from " + lock.session(), context, true);
        }
        return done("release " + lock.key() + " from " + lock.session(), context, false);
    }

    @Override
    public CompletionStage<Done> putAll(List<Put> puts, Context context) {
        if (failAfter.getAndDecrement() == 0) {
            return CompletableFuture.failedFuture(new Refusal(500, "No quorum."));
        }
        puts.forEach(put -> set(put.key(), put.value(), put.flags(), 0, ""));
        return done("putAll " + puts.size(), context, Done.getInstance());
    }

    @Override
    public CompletionStage<Boolean> putAvailable(String key, ByteString value, long flags, Context context) {
        set(key, value, flags, 0, "");
        return done("putAvailable " + key, context, true);
    }

    @Override
    public CompletionStage<Boolean> deleteAvailable(String key, Context context) {
        entries.remove(key);
        return done("deleteAvailable " + key, context, true);
    }

    @Override
    public CompletionStage<Boolean> delete(String key, OptionalLong ifModifyIndex, Context context) {
        var before = entries.get(key);
        var holds = ifModifyIndex.isEmpty() || ifModifyIndex.getAsLong() == (before == null ? 0 : before.modifyIndex());
        if (holds) {
            entries.remove(key);
            changed(key);
        }
        return done("delete " + key, context, holds);
    }

    @Override
    public CompletionStage<Boolean> deleteAll(String prefix, Context context) {
        entries.keySet().removeIf(key -> key.startsWith(prefix));
        return done("deleteAll " + prefix, context, true);
    }

    @Override
    public CompletionStage<Fired> fire(Firing firing, Context context) {
        firings.add(firing);
        var event = new Event(
                "dea3db51-883e-aa86-fc73-0c315668e1eb",
                firing.name(),
                firing.payload(),
                firing.filters().node(),
                firing.filters().service(),
                firing.filters().tag(),
                7,
                Instant.EPOCH,
                "node1");
        events.add(event);
        change(new Topic.Events());
        return done(
                "fire " + firing.name(), context, new Fired(event, firing.key().isPresent()));
    }

    @Override
    public CompletionStage<Event> exec(Exec exec, Context context) {
        execs.add(exec);
        contexts.add(context);
        return fire(new Firing("engine:exec", ByteString.fromString("1"), exec.filters(), Optional.empty()), context)
                .thenApply(Fired::event);
    }

    @Override
    public Indexed<List<Event>> list() {
        return at(new Topic.Events(), List.copyOf(events));
    }

    @Override
    public List<Concerned> match(Filters filters) {
        matched.add(filters);
        return List.of(new Concerned("node1", true), new Concerned("node2", false));
    }

    @Override
    public CompletionStage<Purged> purge(Search search, Context context) {
        searches.add(search);
        return done("purge", context, new Purged(2, 1));
    }

    @Override
    public Indexed<List<Past>> history(Search search) {
        searches.add(search);
        return at(new Topic.History(), List.copyOf(history));
    }

    @Override
    public Indexed<Optional<Runs>> runs(String eventId) {
        return at(new Topic.Runs(eventId), Optional.ofNullable(runs.get(eventId)));
    }

    @Override
    public Optional<String> leader() {
        return leader;
    }

    @Override
    public List<Server> servers() {
        return List.of(new Server(NODE.id(), "node1", "127.0.0.1:8300", true, true));
    }

    static Service service(String id, String name, int port, String... tags) {
        return new Service(
                id, name, List.of(tags), "", Map.of(), null, port, new Service.Weights(1, 1), false, null, 12, 13);
    }

    static Check check(String id, Service service, String status) {
        return new Check(
                "node1",
                id,
                "a check",
                status,
                "",
                "",
                service.id(),
                service.name(),
                service.tags(),
                "ttl",
                true,
                12,
                15);
    }

    /** The state as an archive: what was restored is what is saved. */
    final class Archive implements Snapshots {
        volatile ByteString content = ByteString.fromString("the state");
        volatile Function<Source<ByteString, ?>, CompletionStage<ByteString>> receive =
                bytes -> bytes.runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), system());

        private final AtomicReference<@Nullable ActorSystem<?>> running = new AtomicReference<>();

        void runIn(ActorSystem<?> system) {
            running.set(system);
        }

        private ActorSystem<?> system() {
            return Objects.requireNonNull(running.get());
        }

        @Override
        public CompletionStage<Source<ByteString, ?>> save(Context context) {
            return done("save " + context.consistency(), context, Source.from(List.of(content, content)));
        }

        @Override
        public CompletionStage<Done> restore(Source<ByteString, ?> bytes, Context context) {
            return receive.apply(bytes).thenCompose(all -> {
                content = all;
                return done("restore", context, Done.getInstance());
            });
        }
    }

    /** Two servers, one of them gone. */
    final class Servers implements Operator {
        static final Peer GONE = new Peer(
                "id2", "node2", "127.0.0.2:8300", Status.FAILED, false, true, "0.1.0", Instant.ofEpochSecond(60));

        final List<Peer> peers = new CopyOnWriteArrayList<>(List.of(
                new Peer(NODE.id(), "node1", "127.0.0.1:8300", Status.ALIVE, true, true, "0.2.0", Instant.EPOCH),
                GONE));

        @Override
        public List<Peer> peers() {
            return peers;
        }

        @Override
        public CompletionStage<Done> remove(Peer peer, Context context) {
            return done("remove " + peer.node(), context, Done.getInstance());
        }

        @Override
        public CompletionStage<Recovery> recover(Context context) {
            return done("recover", context, new Recovery(List.of("node2"), 1));
        }
    }

    /** The agent's own part. */
    final class Agent implements LocalAgent {
        final List<Service> services = new CopyOnWriteArrayList<>();
        final List<Check> checks = new CopyOnWriteArrayList<>();
        final List<Member> others = new CopyOnWriteArrayList<>();
        final List<String> needRestart = new ArrayList<>();
        volatile boolean attached = true;
        volatile boolean debugged;
        volatile Logs logs = Logs.NONE;

        @Override
        public Logs logs() {
            return logs;
        }

        @Override
        public boolean isDebugged() {
            return debugged;
        }

        @Override
        public boolean isAttached() {
            return attached;
        }

        @Override
        public Self self() {
            var member = members(false).getFirst();
            return new Self(
                    "dc1",
                    "node1",
                    NODE.id(),
                    true,
                    "0.1.0",
                    member,
                    Map.of("rack", "r1"),
                    Map.of("b", List.of(1, 2.5, true), "a", Map.of("x", "<y>")),
                    Map.of("agent", Map.of("checks", "1")));
        }

        @Override
        public List<Member> members(boolean wan) {
            var self = new Member(
                    wan ? "node1.dc1" : "node1", "127.0.0.1", 8301, Map.of("role", "consul", "dc", "dc1"), 1);
            return Stream.concat(Stream.of(self), others.stream()).toList();
        }

        @Override
        public List<Service> services() {
            return services;
        }

        @Override
        public List<Check> checks() {
            return checks;
        }

        @Override
        public List<CheckHistory> checkHistories() {
            return checks.stream().map(this::history).toList();
        }

        @Override
        public Optional<CheckHistory> checkHistory(String id) {
            return checks.stream()
                    .filter(check -> check.id().equals(id))
                    .findFirst()
                    .map(this::history);
        }

        private CheckHistory history(Check check) {
            var at = Instant.parse("2030-01-01T00:00:00Z");
            return new CheckHistory(
                    check, at, 7, List.of(new CheckHistory.Transition(at, "passing", check.status(), "it said <so>")));
        }

        @Override
        public CompletionStage<Done> registerService(
                Map<String, ?> definition, boolean replaceExistingChecks, Context context) {
            return done("registerService " + definition + ' ' + replaceExistingChecks, context, Done.getInstance());
        }

        @Override
        public CompletionStage<Done> deregisterService(String id, Context context) {
            return done("deregisterService " + id, context, Done.getInstance());
        }

        @Override
        public CompletionStage<Done> serviceMaintenance(String id, boolean enable, String reason, Context context) {
            return done("serviceMaintenance " + id + ' ' + enable + ' ' + reason, context, Done.getInstance());
        }

        @Override
        public CompletionStage<Done> nodeMaintenance(boolean enable, String reason, Context context) {
            return done("nodeMaintenance " + enable + ' ' + reason, context, Done.getInstance());
        }

        @Override
        public CompletionStage<Done> registerCheck(Map<String, ?> definition, Context context) {
            return done("registerCheck " + definition, context, Done.getInstance());
        }

        @Override
        public CompletionStage<Done> deregisterCheck(String id, Context context) {
            return done("deregisterCheck " + id, context, Done.getInstance());
        }

        @Override
        public CompletionStage<Done> updateCheck(String id, String status, String output, Context context) {
            return done("updateCheck " + id + ' ' + status + ' ' + output, context, Done.getInstance());
        }

        @Override
        public CompletionStage<Check> runCheck(String id, Context context) {
            return done("runCheck " + id, context, checks.getFirst());
        }

        @Override
        public CompletionStage<Done> join(String address, boolean wan, Context context) {
            return done("join " + address + ' ' + wan, context, Done.getInstance());
        }

        @Override
        public CompletionStage<Done> leave(Context context) {
            return done("leave", context, Done.getInstance());
        }

        @Override
        public CompletionStage<Done> forceLeave(String node, boolean prune, Context context) {
            return done("forceLeave " + node + ' ' + prune, context, Done.getInstance());
        }

        @Override
        public CompletionStage<List<String>> reload(Context context) {
            return done("reload", context, List.copyOf(needRestart));
        }
    }
}
