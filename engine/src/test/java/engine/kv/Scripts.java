package engine.kv;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.apache.pekko.util.ByteString;

/** Random batches over few keys, sessions and clients, so that they meet. */
final class Scripts {
    private static final List<String> KEYS = List.of("a", "b", "a/x", "a/y", "é\0", "");
    private static final List<String> PREFIXES = List.of("a", "a/", "", "zz");
    private static final List<String> SESSIONS = List.of(
            Machine.S1,
            Machine.S2,
            "33333333-cccc-0000-0000-000000000003",
            "44444444-dddd-0000-0000-000000000004",
            "no uuid");

    private final Random random;

    private Scripts(Random random) {
        this.random = random;
    }

    /** Sequences repeat, clients are forgotten, clocks go back. */
    static Arbitrary<List<Batch>> any() {
        return Arbitraries.randomValue(random -> new Scripts(random).script(true));
    }

    /** Each command once, by clients that are never forgotten. */
    static Arbitrary<List<Batch>> once() {
        return Arbitraries.randomValue(random -> new Scripts(random).script(false));
    }

    static Arbitrary<Operation> operations() {
        return Arbitraries.randomValue(random -> new Scripts(random).operation());
    }

    private List<Batch> script(boolean wild) {
        var batches = new ArrayList<Batch>();
        var millis = 1_000_000L;
        var sequence = 0;
        for (var i = random.nextInt(30); i > 0; i--) {
            millis += wild ? wild() : random.nextInt(500);
            var commands = new ArrayList<Command>();
            for (var j = random.nextInt(6); j > 0; j--) {
                sequence++;
                commands.add(wild ? repeating() : command(new ClientId(0, "c"), sequence, 0));
            }
            batches.add(new Batch(millis, random.nextInt(4) == 0 ? random.nextInt(200) : 0, commands));
        }
        return batches;
    }

    private long wild() {
        return switch (random.nextInt(12)) {
            case 0 -> -1_000;
            case 1 -> Retries.SWEEP;
            case 2 -> Retries.SILENCE + 1;
            default -> random.nextInt(500);
        };
    }

    private Command repeating() {
        var sequence = 1 + random.nextInt(8);
        var client = new ClientId(random.nextInt(12), "c" + random.nextInt(3));
        return command(client, sequence, random.nextInt(4) == 0 ? random.nextInt(sequence) : 0);
    }

    private Command command(ClientId client, long sequence, long done) {
        return new Command(client, sequence, done, new Origin("10.0.0." + random.nextInt(3)), operation());
    }

    private <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String key() {
        return of(KEYS);
    }

    private ByteString value() {
        return ByteString.fromString("v".repeat(random.nextInt(3)));
    }

    private String session() {
        return random.nextInt(10) == 0 ? "" : of(SESSIONS);
    }

    private OptionalLong sometimes(int most) {
        return random.nextInt(3) == 0 ? OptionalLong.of(1 + random.nextInt(most)) : OptionalLong.empty();
    }

    private OptionalLong index() {
        return random.nextInt(3) == 0 ? OptionalLong.of(random.nextInt(30)) : OptionalLong.empty();
    }

    private Operation.Put put() {
        return new Operation.Put(key(), value(), random.nextInt(2), index(), sometimes(1_000));
    }

    private <T> List<T> several(Supplier<T> make) {
        var list = new ArrayList<T>();
        for (var i = random.nextInt(5); i > 0; i--) {
            list.add(make.get());
        }
        return list;
    }

    private Operation operation() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> put();
            case 4 -> new Operation.Delete(key(), index());
            case 5 -> new Operation.DeletePrefix(of(PREFIXES));
            case 6, 7, 8 -> new Operation.Acquire(key(), value(), random.nextInt(2), session());
            case 9 -> new Operation.Release(key(), value(), random.nextInt(2), session());
            case 10, 11 -> new Operation.CreateSession(asked());
            case 12 -> new Operation.DestroySession(session(), "destroyed");
            case 13 -> random.nextBoolean() ? new Operation.RenewSession(session()) : new Operation.RenewAllSessions();
            case 14 -> new Operation.ExpireSessions(several(this::session));
            case 15 -> new Operation.ExpireKeys(several(this::key));
            case 16 -> new Operation.Transaction(several(this::step));
            case 17 -> new Operation.Transaction(several(this::step), basis());
            case 18 -> new Operation.Import(several(this::put));
            default -> rare();
        };
    }

    private Basis basis() {
        return new Basis(random.nextInt(30), List.of("n" + random.nextInt(3), "n" + (3 + random.nextInt(2))));
    }

    private Operation rare() {
        return switch (random.nextInt(12)) {
            case 9, 10 ->
                new Operation.KeepQuery(
                        new Query(
                                query(),
                                word(),
                                random.nextInt(4) == 0,
                                random.nextBoolean() ? "" : session(),
                                value(),
                                0,
                                0),
                        random.nextBoolean());
            case 11 -> new Operation.DeleteQuery(query());
            case 7, 8 ->
                new Operation.KeepDocument(
                        "d" + random.nextInt(3), random.nextInt(4) == 0 ? null : value(), random.nextInt(40));
            case 6 -> new Operation.Restore(several(this::restored));
            case 0 -> new Operation.NameLog("log" + random.nextInt(2));
            case 1 -> new Operation.ForgetConflict(key(), "s" + random.nextInt(9));
            default ->
                new Operation.TakeOver(
                        key(),
                        random.nextInt(4) == 0 ? null : value(),
                        random.nextInt(2),
                        random.nextInt(20),
                        "s" + random.nextInt(9),
                        "10.9.9.9");
        };
    }

    private String query() {
        return "00000000-0000-0000-0000-00000000000" + random.nextInt(4);
    }

    private String word() {
        return random.nextInt(5) == 0 ? query() : List.of("", "a", "A", "b").get(random.nextInt(4));
    }

    private Operation.Restored restored() {
        return new Operation.Restored(
                key(), value(), random.nextInt(2), random.nextInt(3), session(), random.nextInt(3) * 1_000_000L);
    }

    private Session asked() {
        return new Session(
                of(SESSIONS),
                "name",
                "node1",
                List.of("serfHealth"),
                random.nextBoolean() ? List.of() : List.of(new Session.ServiceCheck("web", "")),
                random.nextInt(3) * 300L,
                random.nextBoolean() ? Session.Behavior.RELEASE : Session.Behavior.DELETE,
                "",
                random.nextInt(3) * 400L,
                0,
                0,
                0);
    }

    private Step step() {
        return switch (random.nextInt(18)) {
            case 0, 1 -> new Step.Set(key(), value(), random.nextInt(2));
            case 2 -> new Step.Cas(key(), value(), 0, random.nextInt(20));
            case 3, 4 -> new Step.Lock(key(), value(), 0, session());
            case 5 -> new Step.Unlock(key(), value(), 0, session());
            case 6 -> new Step.Get(key());
            case 7, 8 -> new Step.GetOrEmpty(key());
            case 9 -> new Step.GetTree(of(PREFIXES));
            case 10 -> new Step.CheckIndex(key(), random.nextInt(20));
            case 11 -> new Step.CheckSession(key(), session());
            case 12 -> new Step.CheckNotExists(key());
            case 13 -> new Step.Delete(key());
            case 14 -> new Step.DeleteCas(key(), random.nextInt(20));
            case 15 -> random.nextBoolean() ? new Step.DeleteTree(of(PREFIXES)) : new Step.Wrong("wrong");
            case 16 -> new Step.DeleteSession(of(SESSIONS));
            default -> new Step.Catalog(value());
        };
    }
}
