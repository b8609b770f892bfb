package engine.proposal;

import engine.kv.Batch;
import engine.raft.Fate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * The log of one simulated server: consensus with terms, votes, appended entries, snapshots and changes of the voters one at a
 * time, over messages that the simulation may lose, delay, repeat and hold back. What is on disk survives {@link #crash}.
 */
final class SimulatedLog {
    static final long BEAT = 50_000;
    private static final long ELECTION = 600_000;
    private static final int PAGE = 64;

    enum Role {
        FOLLOWER,
        CANDIDATE,
        LEADER
    }

    private final Simulation sim;
    private final SimulatedServer server;
    private final int self;

    // On disk
    private long term;
    private int votedFor = -1;
    private final SimulatedDisk disk;

    // In memory
    Role role = Role.FOLLOWER;
    private int leader = -1;
    private long commit;
    private long applied;
    private long heardAt;
    private long timeout;
    private boolean announced;
    private long round;
    private boolean sending;
    private final Set<Integer> votes = new HashSet<>();
    private final Map<Integer, Long> next = new TreeMap<>();
    private final Map<Integer, Long> match = new TreeMap<>();
    private final Map<Integer, Long> rounds = new TreeMap<>();
    private final Map<Integer, Long> ackedAt = new TreeMap<>();
    private final Map<Long, Long> fates = new TreeMap<>();
    private final SimulatedReads reads = new SimulatedReads();

    SimulatedLog(Simulation sim, SimulatedServer server, Set<Integer> voters) {
        this.sim = sim;
        this.server = server;
        this.self = server.number;
        this.disk = new SimulatedDisk(voters);
        restart();
    }

    // Life

    void crash() {
        role = Role.FOLLOWER;
        announced = false;
        fates.clear();
        reads.clear();
    }

    void restart() {
        leader = -1;
        commit = disk.image().index();
        applied = disk.image().index();
        heardAt = sim.now();
        newTimeout();
        if (disk.image().index() > 0) {
            server.load(disk.image().state());
        }
    }

    private void newTimeout() {
        timeout = ELECTION + sim.random.nextInt((int) ELECTION);
    }

    void snapshot() {
        disk.snapshot(applied, server.applied());
    }

    // What it knows

    long term() {
        return term;
    }

    int leader() {
        return leader;
    }

    long appliedIndex() {
        return applied;
    }

    boolean leads() {
        return role == Role.LEADER;
    }

    boolean announced() {
        return announced;
    }

    Set<Integer> voters() {
        return disk.voters();
    }

    private boolean majority(Set<Integer> of) {
        var voters = voters();
        return of.stream().filter(voters::contains).count() * 2 > voters.size();
    }

    // Elections

    void tick() {
        var now = sim.now();
        if (role == Role.LEADER) {
            var heard = new HashSet<>(Set.of(self));
            ackedAt.forEach((peer, at) -> {
                if (now - at < 2 * ELECTION) {
                    heard.add(peer);
                }
            });
            if (majority(heard)) {
                broadcast();
            } else {
                stepDown();
            }
        } else if (now - heardAt > timeout && voters().contains(self)) {
            elect();
        }
    }

    private void elect() {
        term++;
        votedFor = self;
        role = Role.CANDIDATE;
        leader = -1;
        votes.clear();
        votes.add(self);
        heardAt = sim.now();
        newTimeout();
        if (majority(votes)) {
            lead();
            return;
        }
        var of = term;
        var last = disk.last();
        var lastTerm = disk.termAt(last);
        for (var peer : voters()) {
            if (peer != self) {
                sim.send(self, peer, () -> sim.log(peer).voteAsked(self, of, last, lastTerm));
            }
        }
    }

    private void voteAsked(int from, long of, long theirLast, long theirLastTerm) {
        if (leader >= 0 && sim.now() - heardAt < ELECTION) {
            return;
        }
        if (of < term) {
            var known = term;
            sim.send(self, from, () -> sim.log(from).adopt(known));
            return;
        }
        adopt(of);
        var current = theirLastTerm > disk.termAt(disk.last())
                || (theirLastTerm == disk.termAt(disk.last()) && theirLast >= disk.last());
        if (of == term && role == Role.FOLLOWER && current && (votedFor == -1 || votedFor == from)) {
            votedFor = from;
            heardAt = sim.now();
            sim.send(self, from, () -> sim.log(from).voted(self, of));
        }
    }

    private void voted(int from, long of) {
        if (role == Role.CANDIDATE && of == term) {
            votes.add(from);
            if (majority(votes)) {
                lead();
            }
        }
    }

    private void adopt(long of) {
        if (of > term) {
            term = of;
            votedFor = -1;
            stepDown();
            role = Role.FOLLOWER;
            leader = -1;
        }
    }

    private void lead() {
        role = Role.LEADER;
        leader = self;
        sim.trace(() -> self + " leads term " + term);
        for (var peer = 0; peer < sim.servers.size(); peer++) {
            next.put(peer, disk.last() + 1);
            match.put(peer, 0L);
            rounds.put(peer, 0L);
            ackedAt.put(peer, sim.now());
        }
        append(new SimulatedDisk.Entry(term, null, null));
    }

    private void stepDown() {
        if (role != Role.LEADER) {
            return;
        }
        role = Role.FOLLOWER;
        leader = -1;
        heardAt = sim.now();
        sim.trace(() -> self + " leads term " + term + " no more");
        var lost = List.copyOf(fates.values());
        fates.clear();
        reads.clear();
        if (announced) {
            announced = false;
            server.follow();
        }
        lost.forEach(number -> server.fated(number, Fate.UNKNOWN));
    }

    // The leader

    void propose(long number, Batch batch) {
        if (role != Role.LEADER || sim.random.nextInt(100) == 0) {
            server.fated(number, Fate.REFUSED);
            return;
        }
        fates.put(disk.last() + 1, number);
        append(new SimulatedDisk.Entry(term, batch, null));
    }

    /** Proposes other voters, one more or one less, when the change before is done. */
    void change(Set<Integer> voters) {
        if (announced && disk.settled(commit)) {
            sim.trace(() -> self + " changes voters to " + voters);
            append(new SimulatedDisk.Entry(term, null, new TreeSet<>(voters)));
        }
    }

    private void append(SimulatedDisk.Entry entry) {
        disk.add(entry);
        match.put(self, disk.last());
        if (!sending) {
            sending = true;
            sim.after(100, self, () -> {
                sending = false;
                advance();
                broadcast();
            });
        }
    }

    private void broadcast() {
        if (role == Role.LEADER) {
            round++;
            for (var peer = 0; peer < sim.servers.size(); peer++) {
                if (peer != self) {
                    send(peer);
                }
            }
        }
    }

    private void send(int peer) {
        var of = term;
        var at = round;
        var from = Objects.requireNonNull(next.get(peer));
        if (from <= disk.image().index()) {
            var all = disk.image();
            sim.send(self, peer, () -> sim.log(peer).install(self, of, all, at));
            return;
        }
        var before = from - 1;
        var beforeTerm = disk.termAt(before);
        var page = disk.page(before, PAGE);
        var committed = commit;
        sim.send(self, peer, () -> sim.log(peer).appended(self, of, before, beforeTerm, page, committed, at));
    }

    private void acked(int from, long of, boolean ok, long index, long at) {
        adopt(of);
        if (role != Role.LEADER || of != term) {
            return;
        }
        ackedAt.put(from, sim.now());
        rounds.merge(from, at, Math::max);
        if (ok) {
            match.merge(from, index, Math::max);
            next.put(from, Objects.requireNonNull(match.get(from)) + 1);
        } else {
            next.put(from, Math.max(1, Math.min(Objects.requireNonNull(next.get(from)), index + 1)));
        }
        advance();
        tell();
    }

    private void advance() {
        if (role != Role.LEADER) {
            return;
        }
        for (var n = disk.last(); n > commit && disk.termAt(n) == term; n--) {
            var index = n;
            var have = new HashSet<Integer>();
            match.forEach((peer, up) -> {
                if (up >= index) {
                    have.add(peer);
                }
            });
            if (majority(have)) {
                commit = n;
                apply();
                // Others learn of it at once, or with the next beat.
                if (sim.random.nextInt(4) > 0) {
                    broadcast();
                }
                break;
            }
        }
    }

    // Reads

    /** Tells an index up to which a read here must have applied; maybe never. */
    void barrier(LongConsumer told) {
        if (role == Role.LEADER) {
            if (disk.termAt(commit) != term) {
                sim.after(BEAT, self, () -> barrier(told));
                return;
            }
            broadcast();
            reads.add(round, commit, told);
            tell();
        } else if (leader >= 0) {
            var to = leader;
            sim.send(self, to, () -> {
                if (sim.log(to).leads()) {
                    sim.log(to).barrier(index -> sim.send(to, self, () -> told.accept(index)));
                }
            });
        }
    }

    /** Does something when the entry has been applied here. */
    void whenApplied(long index, Runnable effect) {
        if (applied >= index) {
            effect.run();
        } else {
            sim.after(1_000, self, () -> whenApplied(index, effect));
        }
    }

    private void tell() {
        reads.tell(self, rounds, this::majority);
    }

    // The others

    private void appended(
            int from, long of, long before, long beforeTerm, List<SimulatedDisk.Entry> more, long committed, long at) {
        if (of < term) {
            answer(from, false, disk.last(), at);
            return;
        }
        follow(from, of);
        if (before > disk.last() || (before >= disk.image().index() && disk.termAt(before) != beforeTerm)) {
            answer(from, false, Math.min(before - 1, disk.last()), at);
            return;
        }
        var index = before;
        for (var entry : more) {
            index++;
            if (index <= disk.image().index()) {
                continue;
            }
            if (index <= disk.last() && disk.termAt(index) != entry.term()) {
                sim.check(index > commit, () -> self + " would cut what is committed");
                disk.cut(index);
            }
            if (index > disk.last()) {
                disk.add(entry);
            }
        }
        commit = Math.max(commit, Math.min(committed, index));
        apply();
        answer(from, true, index, at);
    }

    private void install(int from, long of, SimulatedDisk.Image all, long at) {
        if (of < term) {
            answer(from, false, disk.last(), at);
            return;
        }
        follow(from, of);
        if (all.index() > commit) {
            disk.replace(all);
            commit = all.index();
            applied = all.index();
            server.load(all.state());
        }
        answer(from, true, all.index(), at);
    }

    private void follow(int from, long of) {
        adopt(of);
        role = Role.FOLLOWER;
        leader = from;
        heardAt = sim.now();
    }

    private void answer(int to, boolean ok, long index, long at) {
        var of = term;
        sim.send(self, to, () -> sim.log(to).acked(self, of, ok, index, at));
    }

    private void apply() {
        while (applied < commit) {
            applied++;
            var entry = disk.entry(applied);
            if (entry.batch() != null) {
                server.apply(applied, entry.batch());
            }
            var number = fates.remove(applied);
            if (number != null) {
                server.fated(number, Fate.COMMITTED);
            }
            if (role == Role.LEADER && !announced && entry.term() == term) {
                announced = true;
                server.lead(term);
            }
            if (role == Role.LEADER && entry.voters() != null && !entry.voters().contains(self)) {
                stepDown();
            }
        }
    }

    @Override
    public String toString() {
        return self + " " + role + " of term " + term + ", leader " + leader + ", voters " + voters() + ", image "
                + disk.image().index() + ", last " + disk.last() + " of term " + disk.termAt(disk.last()) + ", commit "
                + commit;
    }
}
