package engine.cluster;

import engine.cluster.ClusterMember.Status;
import engine.cluster.Gossip.Entry;
import engine.cluster.Gossip.Incarnation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A server of {@link SimulatedServers}: its process, its disk, its cluster system, and the loop that {@link Forming} is. */
final class SimulatedServer {
    static final int SECOND = 5;
    private static final int NOTICED = 3 * SECOND;
    private static final int PATIENCE = 30 * SECOND;
    private static final Downing.Policy POLICY = Downing.Policy.of(Duration.ofSeconds(60));

    private record Answer(ServerReport report, int at) {}

    final int index;
    final String id;
    final int expect;
    private final SimulatedServers net;
    private final Set<Integer> configured;
    private KnownServers disk = KnownServers.NONE;

    boolean running;
    int pausedUntil;
    int restarts;
    int process;
    private int resumed;
    private int systemFrom;
    long uid;

    @Nullable
    Gossip gossip;

    private List<String> joining = List.of();
    private Standing standing = Standing.from(KnownServers.NONE);
    private final Set<Integer> targets = new TreeSet<>();
    private final Map<Integer, Answer> answers = new HashMap<>();
    private final Map<Incarnation, Integer> contact = new HashMap<>();
    private final Map<Incarnation, Integer> lost = new HashMap<>();
    private int nextRound;
    private int decideAt;
    private int decided;
    private int holdUntil;
    private int rounds;
    private int waitingSince;
    private int unconverged;

    SimulatedServer(SimulatedServers net, int index, String id, int expect, Set<Integer> configured) {
        this.net = net;
        this.index = index;
        this.id = id;
        this.expect = expect;
        this.configured = configured;
    }

    String address() {
        return "10.0.0." + (index + 1) + ":8300";
    }

    String agent() {
        return "10.0.0." + (index + 1) + ":8301";
    }

    Incarnation self() {
        return new Incarnation(address(), uid);
    }

    boolean awake() {
        return running && net.now >= pausedUntil;
    }

    void start() {
        running = true;
        process++;
        decided = net.now;
        holdUntil = 0;
        standing = Standing.from(disk);
        targets.clear();
        targets.addAll(configured);
        answers.clear();
        newSystem(List.of());
        rounds = 0;
        nextRound = net.now + 1;
        decideAt = Integer.MAX_VALUE;
    }

    void kill() {
        running = false;
        gossip = null;
        pausedUntil = 0;
    }

    void pause(int steps) {
        pausedUntil = net.now + steps;
        resumed = pausedUntil;
    }

    void resume() {
        if (pausedUntil > net.now) {
            pausedUntil = net.now;
            resumed = net.now;
        }
    }

    boolean pausedOfLate() {
        return net.now - resumed < 10 * SECOND;
    }

    private void newSystem(List<String> thenJoin) {
        uid = ++net.uids;
        gossip = null;
        joining = thenJoin;
        systemFrom = net.now + SECOND;
        contact.clear();
        lost.clear();
        unconverged = 0;
        waitingSince = net.now;
    }

    Optional<Status> status() {
        return Optional.ofNullable(gossip).map(g -> g.members().get(self())).map(Entry::status);
    }

    boolean formed() {
        return status().filter(status -> status == Status.UP || status == Status.WEAKLY_UP)
                .isPresent();
    }

    Self view() {
        var members = new ArrayList<ClusterMember>();
        if (gossip != null) {
            gossip.members().forEach((who, entry) -> {
                var unreachable = who.equals(self())
                        ? Optional.<Duration>empty()
                        : Optional.ofNullable(lost.get(who)).map(since -> Duration.ofMillis((net.now - since) * 200L));
                members.add(new ClusterMember(
                        who.address(), who.uid(), entry.id(), entry.name(), entry.status(), unreachable));
            });
        }
        return new Self("dc1", "n" + index, id, "1", agent(), address(), uid, formed(), members, expect);
    }

    ServerReport report() {
        return standing.report(view());
    }

    void step() {
        membership();
        if (net.now >= nextRound) {
            round();
        } else if (net.now >= decideAt) {
            decideAt = Integer.MAX_VALUE;
            decide();
            var rest = Standing.atRest(report(), fresh());
            nextRound = net.now + (formed() ? (rest ? 10 : 2) * SECOND : Math.min(SECOND, 1 + rounds / 10));
        }
    }

    // Forming

    private void round() {
        rounds++;
        decideAt = net.now + 1 + net.random.nextInt(SECOND);
        nextRound = Integer.MAX_VALUE;
        for (var target : targets) {
            if (target != index) {
                net.probe(this, net.servers.get(target));
            }
        }
    }

    private List<ServerReport> fresh() {
        answers.values().removeIf(answer -> net.now - answer.at() > 3 * SECOND);
        return answers.values().stream().map(Answer::report).toList();
    }

    private void decide() {
        var fresh = fresh();
        var view = view();
        standing = standing.after(view, fresh, true, net.now - waitingSince < PATIENCE);
        disk = standing.known();
        for (var answer : fresh) {
            answer.known().servers().forEach(peer -> learn(peer.agent()));
            answer.sees().forEach(peer -> learn(peer.agent()));
        }
        disk.servers().forEach(peer -> learn(peer.agent()));
        switch (standing.decision()) {
            case Decision.FormAlone _ -> {
                if (gossip == null && net.now >= systemFrom) {
                    net.forming(this, disk);
                    gossip = Gossip.of(self(), new Entry(id, "n" + index, Status.UP));
                }
            }
            case Decision.Join join -> joining = join.addresses();
            case Decision.Restart restart -> {
                restarts++;
                net.log(this + " restarts: " + restart.why());
                newSystem(restart.thenJoin());
            }
            case Decision.Wait _ -> waitingSince = net.now;
            case Decision.Stay _ -> {}
            case Decision.Refused refused -> throw new AssertionError(refused.sentence());
        }
        if (net.now - decided > 13 * SECOND) {
            holdUntil = net.now + 10 * SECOND;
        }
        decided = net.now;
        if (net.now < holdUntil) {
            return;
        }
        var me = report();
        for (var victim : Downing.decide(me, fresh, POLICY)) {
            net.downing(this, me);
            net.log(this + " downs " + victim);
            var who = new Incarnation(victim.address(), victim.uid());
            change(g -> g.with(who, Status.DOWN));
        }
    }

    private void learn(String agent) {
        net.servers.stream()
                .filter(server -> server.agent().equals(agent))
                .forEach(server -> targets.add(server.index));
    }

    void heard(SimulatedServer from) {
        targets.add(from.index);
    }

    void answered(int from, ServerReport report, int asked) {
        answers.put(from, new Answer(report, asked));
    }

    // Pekko

    private void change(java.util.function.UnaryOperator<Gossip> change) {
        if (gossip != null) {
            gossip = change.apply(gossip);
        }
    }

    private void membership() {
        if (gossip == null) {
            if (net.now >= systemFrom && !joining.isEmpty() && net.now % SECOND == 0) {
                net.join(this, joining.get(net.random.nextInt(joining.size())));
            }
            return;
        }
        detect();
        net.gossip(this);
        if (net.now % SECOND == 0) {
            lead();
        }
    }

    private void detect() {
        var g = gossip;
        if (g == null) {
            return;
        }
        var accused = new HashSet<Incarnation>();
        for (var who : g.members().keySet()) {
            if (!who.equals(self())) {
                if (net.contact(this, who)) {
                    contact.put(who, net.now);
                }
                if (net.now - contact.computeIfAbsent(who, _ -> net.now) > NOTICED) {
                    accused.add(who);
                }
            }
        }
        // What took the place of an incarnation has made sure that it is dead.
        g.members().forEach((who, entry) -> {
            if (entry.status() == Status.DOWN && g.accuses(self(), who)) {
                accused.add(who);
            }
        });
        var accusing = g.accusing(self(), accused);
        gossip = accusing;
        lost.keySet().removeIf(who -> !accusing.unreachable(who));
        accusing.members().keySet().stream()
                .filter(accusing::unreachable)
                .forEach(who -> lost.putIfAbsent(who, net.now));
    }

    private void lead() {
        var g = gossip;
        if (g == null || !leader(g).equals(Optional.of(self()))) {
            unconverged = 0;
            return;
        }
        if (!net.converged(this, g)) {
            if (++unconverged > 7) {
                g.members().forEach((who, entry) -> {
                    if (entry.status() == Status.JOINING && !g.unreachable(who)) {
                        change(latest -> latest.with(who, Status.WEAKLY_UP));
                    }
                });
            }
            return;
        }
        unconverged = 0;
        g.members().forEach((who, entry) -> {
            if (entry.status() == Status.JOINING || entry.status() == Status.WEAKLY_UP) {
                change(latest -> latest.with(who, Status.UP));
            } else if (entry.status() == Status.DOWN && g.unreachable(who)) {
                change(latest -> latest.without(who));
            }
        });
    }

    private Optional<Incarnation> leader(Gossip g) {
        var reached = g.members().keySet().stream()
                .filter(who -> who.equals(self()) || !g.unreachable(who))
                .filter(who -> entry(g, who).status() != Status.DOWN)
                .toList();
        return reached.stream()
                .filter(who -> entry(g, who).status() == Status.UP)
                .min(java.util.Comparator.comparing(Incarnation::address))
                .or(() -> reached.stream().min(java.util.Comparator.comparing(Incarnation::address)));
    }

    private static Entry entry(Gossip g, Incarnation who) {
        return java.util.Objects.requireNonNull(g.members().get(who));
    }

    void receive(Incarnation from, Incarnation to, Gossip other) {
        var g = gossip;
        if (g == null
                || !to.equals(self())
                || !g.members().containsKey(from)
                || g.accuses(self(), from)
                || !other.members().containsKey(self())) {
            return;
        }
        var merged = g.merge(other);
        gossip = merged;
        var status = status();
        if (status.isEmpty() || status.get() == Status.DOWN) {
            // Given up: the cluster system ends, and the agent starts another.
            net.log(this + " was given up, says " + from.address());
            restarts++;
            newSystem(List.of());
        }
    }

    /** Answers a request to join with the gossip that has the newcomer, or not yet. */
    Optional<Gossip> letIn(SimulatedServer newcomer, Incarnation who) {
        if (status().filter(status -> status != Status.DOWN).isEmpty() || gossip == null) {
            return Optional.empty();
        }
        for (var there : gossip.members().keySet()) {
            if (there.address().equals(who.address())) {
                if (there.uid() == who.uid()) {
                    return Optional.of(gossip);
                }
                var accused = new HashSet<>(gossip.accusations()
                        .getOrDefault(self(), new Gossip.Accused(0, Set.of()))
                        .subjects());
                accused.add(there);
                gossip = gossip.accusing(self(), accused).with(there, Status.DOWN);
                return Optional.empty();
            }
        }
        var with = gossip.with(who, new Entry(newcomer.id, "n" + newcomer.index, Status.JOINING));
        gossip = with;
        return Optional.of(with);
    }

    void welcome(Incarnation as, Gossip of) {
        if (gossip == null && as.equals(self())) {
            gossip = of;
        }
    }

    @Override
    public String toString() {
        return "n" + index + "#" + uid + "(" + id + ")";
    }
}
