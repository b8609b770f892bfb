package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.kv.Applied;
import engine.kv.Batch;
import engine.kv.ClientId;
import engine.kv.Command;
import engine.kv.KvChange;
import engine.kv.Operation;
import engine.kv.Origin;
import engine.kv.Outcome;
import engine.kv.State;
import engine.state.Key;
import engine.state.KvView;
import engine.state.Overlay;
import engine.state.Pictures;
import engine.state.Stamp;
import engine.state.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** What servers show of keys while some of what was written is not settled, whatever comes when. */
class OverlayViewPropertiesTest {
    private static final List<String> KEYS = List.of("a", "a/b", "b");
    private static final List<String> PREFIXES = List.of("", "a", "a/", "c");

    /** What was written without the majority. */
    private record Write(String key, Stamp stamp, Value.Overlay value) {}

    /** What a reader is told of a key. */
    private record Told(ByteString value, long flags, long modifyIndex, boolean available) {}

    private final List<Applied> log = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private long sequence;
    private long unique;

    private State decided() {
        return log.isEmpty() ? State.empty() : log.getLast().after();
    }

    private void decide(Operation... operations) {
        var commands = new ArrayList<Command>();
        for (var operation : operations) {
            commands.add(new Command(new ClientId(0, "test"), ++sequence, sequence - 1, new Origin("x"), operation));
        }
        var batch = new Batch(1_000, 0, commands);
        batches.add(batch);
        log.add(decided().apply(batch));
    }

    private ByteString value() {
        return ByteString.fromString("u" + ++unique);
    }

    /** A server: its picture, what it has of the writes, how much of the log it has applied. */
    private final class Side {
        private final String id;
        private final long skew;
        private final Map<String, Write> replica = new TreeMap<>();
        /** Keys that the majority wrote here after the present write was learned. */
        private final Set<String> passed = new HashSet<>();

        private Pictures pictures = new Pictures();
        private int applied;
        private long clock;

        Side(String id, long skew) {
            this.id = id;
            this.skew = skew;
        }

        State state() {
            return applied == 0 ? State.empty() : log.get(applied - 1).after();
        }

        KvView kv() {
            return pictures.published().current().kv();
        }

        void write(String key, @Nullable ByteString value) {
            clock = Math.max(clock + 1, unique + skew);
            var write =
                    new Write(key, new Stamp(clock, id), new Value.Overlay(value, unique, kv().modifyIndex(key), id));
            writes.add(write);
            learn(write);
            assertThat(told(key)).as("its own write").isEqualTo(toldOf(write));
        }

        void learn(Write write) {
            clock = Math.max(clock, write.stamp().time());
            var known = replica.get(write.key());
            if ((known == null || known.stamp().compareTo(write.stamp()) < 0)
                    && !state().conflicts().isSettled(write.key(), write.stamp().text())) {
                replica.put(write.key(), write);
                passed.remove(write.key());
                pictures.learn(new Key.Overlay(write.key()), write.stamp(), write.value());
            }
        }

        /** What the majority has written later is so for good, also when that is deleted. */
        private void notePassed() {
            replica.forEach((key, write) -> {
                if (kv().modifyIndex(key) > write.value().basedOn() && !wouldBeTaken(write)) {
                    passed.add(key);
                }
            });
        }

        void applyNext() {
            if (applied == log.size()) {
                return;
            }
            var before = state().conflicts();
            var next = log.get(applied);
            var settlement =
                    KvSettlement.of(batches.get(applied), before, next.after().conflicts());
            applied++;
            pictures.show(KvPicture.changes(next), settlement);
            for (var change : next.changes()) {
                var write = replica.get(change.key());
                if (change.kind() != KvChange.Kind.TAKEN_OVER
                        || (write != null && change.index() > write.value().basedOn() && !wouldBeTaken(write))) {
                    passed.add(change.key());
                }
            }
            settlement.ifPresent(said -> said.stamps().forEach(stamp -> clock = Math.max(clock, stamp.time())));
            forgetSettled();
        }

        private void forgetSettled() {
            replica.values()
                    .removeIf(write -> state().conflicts()
                            .isSettled(write.key(), write.stamp().text()));
        }

        /** With a snapshot of the log as of some time before, and all that it has on its disk of the writes. */
        void restart(int upTo) {
            applied = upTo;
            pictures = new Pictures();
            passed.clear();
            replica.values()
                    .forEach(write -> pictures.learn(new Key.Overlay(write.key()), write.stamp(), write.value()));
            pictures.show(
                    KvPicture.changes(State.empty(), state()),
                    Optional.of(KvSettlement.of(State.empty().conflicts(), state().conflicts())));
            state().conflicts()
                    .stamps()
                    .forEach(text -> clock =
                            Math.max(clock, Stamp.parse(text).orElseThrow().time()));
            forgetSettled();
        }

        @Nullable
        Told told(String key) {
            return kv().seen(key)
                    .map(seen -> new Told(
                            seen.stored().value().bytes(),
                            seen.stored().value().flags(),
                            seen.stored().modifyIndex(),
                            seen.available()))
                    .orElse(null);
        }

        @Nullable
        Told decidedHere(String key) {
            var entry = state().keys().get(key);
            return entry == null ? null : new Told(entry.value(), entry.flags(), entry.modifyIndex(), false);
        }

        Map<String, Told> list(String prefix) {
            var all = new TreeMap<String, Told>();
            kv().seenWithPrefix(prefix, (key, stored, available) -> {
                assertThat(all.isEmpty() || all.lastKey().compareTo(key) < 0)
                        .as("in order")
                        .isTrue();
                all.put(key, new Told(stored.value().bytes(), stored.value().flags(), stored.modifyIndex(), available));
            });
            return all;
        }

        void check() {
            notePassed();
            assertThat(kv().entries().size()).isEqualTo(state().keys().size());
            for (var key : KEYS) {
                var found = kv().entries().get(key);
                var entry = state().keys().get(key);
                assertThat(found == null ? null : found.value().bytes())
                        .as("what the majority has of %s", key)
                        .isEqualTo(entry == null ? null : entry.value());
                check(key, replica.get(key));
            }
        }

        private void check(String key, @Nullable Write write) {
            var now = kv().modifyIndex(key);
            if (write == null) {
                assertThat(told(key)).as("nothing waits for %s", key).isEqualTo(decidedHere(key));
                return;
            }
            var based = write.value().basedOn();
            // A server that has just started has not applied yet what a write was based on.
            if (!passed.contains(key) && (now < based || wouldBeTaken(write))) {
                assertThat(told(key))
                        .as("%s is seen until it is settled", write)
                        .isEqualTo(toldOf(write));
            }
            if (now > based && !wouldBeTaken(write)) {
                assertThat(told(key))
                        .as("%s is not seen over what was written later", write)
                        .isEqualTo(decidedHere(key));
            }
        }

        private boolean wouldBeTaken(Write write) {
            var command = new Command(new ClientId(0, "dry"), 1, 0, new Origin("x"), takeOver(write));
            return state().apply(new Batch(1_000, 0, List.of(command)))
                                    .outcomes()
                                    .getFirst()
                            instanceof Outcome.Done(var held, var _)
                    && held;
        }
    }

    private static @Nullable Told toldOf(Write write) {
        var bytes = write.value().bytes();
        return bytes == null
                ? null
                : new Told(bytes, write.value().flags(), write.value().basedOn(), true);
    }

    private static Operation.TakeOver takeOver(Write write) {
        return OverlayWatch.operation(write.key(), new Overlay(write.value(), write.stamp(), false, 0));
    }

    /** What a side answers, and with which indexes. */
    private record Answers(long index, Map<String, @Nullable Object> answers, Map<String, Long> indexes) {
        static Answers of(Side side) {
            var answers = new HashMap<String, @Nullable Object>();
            var indexes = new HashMap<String, Long>();
            for (var key : KEYS) {
                answers.put("key " + key, side.told(key));
                indexes.put("key " + key, side.kv().keyAt(key));
            }
            for (var prefix : PREFIXES) {
                answers.put("prefix " + prefix, side.list(prefix));
                indexes.put("prefix " + prefix, side.kv().prefixAt(prefix));
            }
            answers.put(
                    "conflicts",
                    side.state().conflicts().all().stream()
                            .map(Object::toString)
                            .toList());
            indexes.put("conflicts", side.kv().overlays().conflictsAt());
            return new Answers(side.pictures.published().current().index(), answers, indexes);
        }

        /** An index moves with the answer, and never back. */
        void check(Answers before) {
            answers.forEach((what, answer) -> {
                var at = Objects.requireNonNull(indexes.get(what));
                var then = Objects.requireNonNull(before.indexes.get(what));
                assertThat(at).as(what).isBetween(then, index);
                if (!Objects.equals(answer, before.answers.get(what))) {
                    assertThat(at).as(what).isGreaterThan(before.index);
                }
            });
        }
    }

    private Operation plain(Random random) {
        var key = KEYS.get(random.nextInt(KEYS.size()));
        return random.nextInt(3) == 0
                ? new Operation.Delete(key, OptionalLong.empty())
                : new Operation.Put(key, value(), 0);
    }

    private void settleWhatIsSeenAt(Side side) {
        var all = new ArrayList<Operation>();
        side.kv().overlays().entries().forPrefix("", (key, over) -> all.add(OverlayWatch.operation(key, over)));
        if (!all.isEmpty()) {
            decide(all.toArray(Operation[]::new));
        }
    }

    @Property(tries = 500)
    void everyServerShowsItsOwnWritesUntilTheyAreSettledAndNothingIsLost(@ForAll Random random) {
        log.clear();
        batches.clear();
        writes.clear();
        unique = 1_000;
        var sides = List.of(new Side("s1", 0), new Side("s2", random.nextInt(40)), new Side("s3", -random.nextInt(40)));
        for (var i = 0; i < 60; i++) {
            var side = sides.get(random.nextInt(sides.size()));
            var before = Answers.of(side);
            switch (random.nextInt(10)) {
                case 0, 1 -> decide(plain(random));
                case 2, 3 -> {
                    var key = KEYS.get(random.nextInt(KEYS.size()));
                    side.write(key, random.nextInt(4) == 0 ? null : value());
                }
                case 4, 5 -> {
                    var from = sides.get(random.nextInt(sides.size()));
                    List.copyOf(from.replica.values()).forEach(side::learn);
                }
                case 6 -> settleWhatIsSeenAt(side);
                case 7 -> {
                    side.restart(random.nextInt(side.applied + 1));
                    before = Answers.of(side);
                }
                default -> side.applyNext();
            }
            side.check();
            Answers.of(side).check(before);
        }
        end(sides);
    }

    private void end(List<Side> sides) {
        for (var round = 0; round < 3; round++) {
            for (var side : sides) {
                for (var other : sides) {
                    List.copyOf(other.replica.values()).forEach(side::learn);
                    side.check();
                }
                settleWhatIsSeenAt(side);
            }
            for (var side : sides) {
                while (side.applied < log.size()) {
                    side.applyNext();
                    side.check();
                }
            }
        }
        for (var side : sides) {
            assertThat(side.replica).as("all is settled").isEmpty();
            assertThat(side.kv().overlays().entries().isEmpty()).isTrue();
            assertThat(side.kv().overlays().bytes()).isZero();
        }
        writes.forEach(this::checkNotLost);
    }

    private void checkNotLost(Write write) {
        var bytes = write.value().bytes();
        var taken = log.stream()
                .flatMap(applied -> applied.changes().stream())
                .anyMatch(change -> change.kind() == KvChange.Kind.TAKEN_OVER
                        && change.after() != null
                        && change.after().value().equals(bytes));
        var conflict = decided().conflicts().all().stream()
                .anyMatch(each -> each.key().equals(write.key())
                        && each.stamp().equals(write.stamp().text()));
        var superseded = writes.stream()
                .anyMatch(other ->
                        other.key().equals(write.key()) && other.stamp().compareTo(write.stamp()) > 0);
        assertThat(bytes == null || taken || conflict || superseded)
                .as("%s is accounted for", write)
                .isTrue();
    }
}
