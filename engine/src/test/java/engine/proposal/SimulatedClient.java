package engine.proposal;

import engine.kv.ClientId;
import engine.kv.Entry;
import engine.kv.Operation;
import engine.kv.Outcome;
import engine.kv.Session;
import engine.kv.Step;
import engine.kv.StepResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Does one thing after the other, at servers by chance, and writes down what it was told. */
final class SimulatedClient {
    private static final List<String> KEYS = List.of("a", "b", "c", "d", "l/1", "l/2");
    private static final long MILLI = Simulation.MILLI;

    private final Simulation sim;
    private final String name;
    /** How it asks again; null for one that does not. */
    private @Nullable ClientId identity;

    private final boolean repeats;
    private final Map<String, Long> known = new HashMap<>();
    private final int think;
    private long sequence;
    private String session = "";
    boolean stopping;
    boolean idle = true;

    SimulatedClient(Simulation sim, String name, boolean repeats, int think) {
        this.sim = sim;
        this.name = name;
        this.repeats = repeats;
        this.think = think;
    }

    /** One thing to do: as the checker knows it, null for what it need not know, and as the store does. */
    private record Task(Call.@Nullable Request request, Operation operation) {}

    void start() {
        sim.after(sim.random.nextInt(think) * MILLI, this::next);
    }

    private void again() {
        idle = true;
        start();
    }

    private void next() {
        if (stopping) {
            return;
        }
        idle = false;
        var server = sim.servers.get(sim.random.nextInt(sim.servers.size()));
        if (!server.up) {
            again();
            return;
        }
        switch (sim.random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> read(server, key());
            case 5 -> {
                server.writeAlone("o/" + sim.random.nextInt(2), sim.unique());
                again();
            }
            default -> submit(server, task());
        }
    }

    private String key() {
        return KEYS.get(sim.random.nextInt(KEYS.size()));
    }

    void read(SimulatedServer server, String key) {
        idle = false;
        var invoked = sim.now();
        server.read(3_000).whenComplete((state, failure) -> {
            if (failure == null) {
                var entry = state.keys().get(key);
                known.put(key, entry == null ? 0 : entry.modifyIndex());
                record(invoked, new Call.Get(key), entry == null ? new Call.Absent() : found(entry));
            }
            again();
        });
    }

    private static Call.Found found(Entry entry) {
        return new Call.Found(entry.value().utf8String(), entry.modifyIndex(), entry.session(), entry.lockIndex());
    }

    private void record(long invoked, Call.Request request, Call.Answer answer) {
        sim.history.add(new Call(name, invoked, sim.now(), request, answer));
    }

    // What to do

    private Task task() {
        var key = key();
        var value = sim.unique();
        var bytes = ByteString.fromString(value);
        var index = known.getOrDefault(key, 0L);
        return switch (sim.random.nextInt(16)) {
            case 0, 1, 2 -> new Task(new Call.Put(key, value), new Operation.Put(key, bytes, 0));
            case 3, 4 ->
                new Task(
                        new Call.Cas(key, value, index),
                        new Operation.Put(key, bytes, 0, OptionalLong.of(index), OptionalLong.empty()));
            case 5 -> new Task(new Call.Delete(key), new Operation.Delete(key, OptionalLong.empty()));
            case 6 -> new Task(new Call.DeleteCas(key, index), new Operation.Delete(key, OptionalLong.of(index)));
            case 7 -> new Task(new Call.DeletePrefix("l/"), new Operation.DeletePrefix("l/"));
            case 8 -> {
                var kept = new Operation.Put(
                        "ttl/" + name,
                        bytes,
                        0,
                        OptionalLong.empty(),
                        OptionalLong.of(500 + sim.random.nextInt(3_000)));
                yield new Task(null, kept);
            }
            case 9, 10 -> transaction();
            default -> withSession(value, bytes);
        };
    }

    private Task withSession(String value, ByteString bytes) {
        if (session.isEmpty()) {
            var ttl = sim.random.nextInt(4) == 0 ? 0 : 500 + sim.random.nextInt(6_000);
            var asked = new Session(
                    new UUID(sim.random.nextLong(), sim.random.nextLong()).toString(),
                    "",
                    "node",
                    List.of(),
                    List.of(),
                    sim.random.nextBoolean() ? 0 : sim.random.nextInt(3_000),
                    sim.random.nextBoolean() ? Session.Behavior.RELEASE : Session.Behavior.DELETE,
                    ttl == 0 ? "" : ttl + "ms",
                    ttl,
                    0,
                    0,
                    0);
            return new Task(null, new Operation.CreateSession(asked));
        }
        var lock = "l/" + (1 + sim.random.nextInt(2));
        return switch (sim.random.nextInt(8)) {
            case 0, 1, 2 ->
                new Task(new Call.Acquire(lock, value, session), new Operation.Acquire(lock, bytes, 0, session));
            case 3, 4 ->
                new Task(new Call.Release(lock, value, session), new Operation.Release(lock, bytes, 0, session));
            case 5, 6 -> new Task(null, new Operation.RenewSession(session));
            default -> {
                var held = sim.servers.getFirst().applied().sessions().get(session);
                var deletes = held != null && held.behavior() == Session.Behavior.DELETE;
                // Whether it deletes is only known while it is there.
                yield held == null
                        ? new Task(null, new Operation.RenewSession(session))
                        : new Task(
                                new Call.EndSession(session, deletes),
                                new Operation.DestroySession(session, "destroyed"));
            }
        };
    }

    private Task transaction() {
        var requests = new ArrayList<Call.Request>();
        var steps = new ArrayList<Step>();
        for (var key : List.of("a", "b")) {
            var value = sim.unique();
            var bytes = ByteString.fromString(value);
            var index = known.getOrDefault(key, 0L);
            switch (sim.random.nextInt(5)) {
                case 0 -> {
                    requests.add(new Call.Put(key, value));
                    steps.add(new Step.Set(key, bytes, 0));
                }
                case 1 -> {
                    requests.add(new Call.Cas(key, value, index));
                    steps.add(new Step.Cas(key, bytes, 0, index));
                }
                case 2 -> {
                    requests.add(new Call.Get(key));
                    steps.add(new Step.Get(key));
                }
                case 3 -> {
                    requests.add(new Call.CheckNotExists(key));
                    steps.add(new Step.CheckNotExists(key));
                }
                default -> {
                    requests.add(new Call.Delete(key));
                    steps.add(new Step.Delete(key));
                }
            }
        }
        return new Task(new Call.Transaction(requests), new Operation.Transaction(steps));
    }

    // Having it done

    private void submit(SimulatedServer server, Task task) {
        var request = Optional.<RequestId>empty();
        if (repeats) {
            if (identity == null) {
                identity = new ClientId(server.published().batches(), sim.unique());
            }
            sequence++;
            request = Optional.of(new RequestId(identity, sequence, sequence - 1));
        }
        sim.pending.add(task.operation());
        attempt(server, task, request, sim.now(), 0, true);
    }

    private void attempt(
            SimulatedServer server,
            Task task,
            Optional<RequestId> request,
            long invoked,
            int times,
            boolean untouched) {
        var limit = 500 + sim.random.nextInt(6_000);
        server.submit(task.operation(), limit, request).whenComplete((outcome, failure) -> {
            if (failure == null) {
                told(task, invoked, outcome);
                return;
            }
            var none = untouched && certain(failure);
            var other = sim.servers.get(sim.random.nextInt(sim.servers.size()));
            if (request.isPresent() && other.up && times < 4) {
                sim.after(10 * MILLI, () -> {
                    if (other.up) {
                        attempt(other, task, request, invoked, times + 1, none);
                    } else {
                        failed(task, invoked, none);
                    }
                });
            } else {
                failed(task, invoked, none);
            }
        });
    }

    private static boolean certain(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case ProposalException refused -> refused.reason() != ProposalException.Reason.UNKNOWN_OUTCOME;
            case SimulatedServer.Crashed _ -> false;
            default -> throw new AssertionError(cause);
        };
    }

    private void failed(Task task, long invoked, boolean untouched) {
        sim.pending.remove(task.operation());
        var request = task.request();
        if (!untouched && request != null) {
            sim.history.add(Call.unknown(name + "'" + sim.now(), invoked, request));
        }
        if (task.operation() instanceof Operation.DestroySession) {
            session = "";
        }
        again();
    }

    private void told(Task task, long invoked, Outcome outcome) {
        sim.pending.remove(task.operation());
        var request = task.request();
        switch (outcome) {
            case Outcome.Done(var held, var _) -> {
                if (request != null) {
                    record(invoked, request, new Call.Held(held));
                }
            }
            case Outcome.SessionMade(var id, var _) -> session = id;
            case Outcome.SessionRenewed _ -> {}
            case Outcome.NoSuchSession _, Outcome.Refused _ -> session = "";
            case Outcome.TransactionDone(var results, var _) -> {
                if (request instanceof Call.Transaction(var steps)) {
                    record(invoked, request, new Call.Committed(reads(steps, results)));
                }
            }
            case Outcome.TransactionFailed _ -> {
                if (request != null) {
                    record(invoked, request, new Call.RolledBack());
                }
            }
            case Outcome.Forgotten _ -> throw new Simulation.Broken("somebody was told that " + task + " is forgotten");
        }
        if (task.operation() instanceof Operation.DestroySession) {
            session = "";
        }
        again();
    }

    private static List<Call.Answer> reads(List<Call.Request> steps, List<StepResult> results) {
        var reads = new ArrayList<Call.Answer>();
        for (var result : results) {
            if (steps.get(result.step()) instanceof Call.Get) {
                reads.add(found(result.entry()));
            }
        }
        return reads;
    }
}
