package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Since when a check stands as it does, when it is written. */
class CheckSinceTest {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final Key KEY = new Key.Check("web1", "api");

    private Instant now = START;
    private final LocalIndex index = new LocalIndex(10);
    private final HybridClock clock = new HybridClock(() -> now, "me");
    private Bucket bucket = Bucket.EMPTY;

    private static Value.Check check(String status, String output) {
        return new Value.Check("web1", "api", "api", status, "", output, "", "", List.of(), "http");
    }

    private Instant write(Value.Check check) {
        now = now.plusSeconds(1);
        bucket = new Batch(List.of(new Op.Put(KEY, check)), clock, index).apply(bucket);
        return stored().since();
    }

    private Value.Check stored() {
        return (Value.Check) Objects.requireNonNull(
                Objects.requireNonNull(bucket.get(KEY.text())).value());
    }

    @Test
    void aNewCheckStandsSoFromNowOn() {
        assertThat(write(check("critical", ""))).isEqualTo(START.plusSeconds(1));
    }

    @Test
    void anotherStatusBeginsNowAndAnotherOutputChangesNothing() {
        write(check("critical", ""));
        var passing = write(check("passing", "ok"));
        assertThat(passing).isEqualTo(START.plusSeconds(2));
        assertThat(write(check("passing", "ok, in 3 ms"))).isEqualTo(passing);
        assertThat(stored().output()).isEqualTo("ok, in 3 ms");
        assertThat(write(check("critical", "refused"))).isEqualTo(START.plusSeconds(4));
    }

    @Test
    void theSameAgainMovesNoIndex() {
        write(check("passing", "ok"));
        var before = bucket;
        write(check("passing", "ok"));
        assertThat(bucket).isSameAs(before);
    }

    @Test
    void whatItsOwnerSaysIsTaken() {
        write(check("passing", ""));
        assertThat(write(check("critical", "").since(START.minusSeconds(60)))).isEqualTo(START.minusSeconds(60));
        assertThat(write(check("critical", "x"))).isEqualTo(START.minusSeconds(60));
        assertThat(write(check("critical", "x").since(START.minusSeconds(30)))).isEqualTo(START.minusSeconds(30));
    }

    @Test
    void aDerivedCheckStandsSoSinceItWasFirstSeenSo() {
        var derivation = new Derivation(clock, index);
        var member = new Value.Node("", "web1", "10.0.0.1", null, null);
        var catalog = CatalogView.startingAt(1).withNode("web1", new Stored<>(member, 1, 1, 1), 1);
        var told = START.minusSeconds(9);
        var first = (Value.Check) Objects.requireNonNull(derivation
                .changes(catalog, List.of(check("passing", "").since(told)), List.of())
                .getFirst()
                .entry()
                .value());
        assertThat(first.since()).isEqualTo(told);
        var seen = catalog.withCheck("web1", "api", new Stored<>(first, 1, 1, 1), 2);
        assertThat(derivation.changes(seen, List.of(check("passing", "").since(START)), List.of()))
                .isEmpty();
        assertThat(derivation.changes(seen, List.of(check("critical", "")), List.of()))
                .singleElement()
                .extracting(change ->
                        ((Value.Check) Objects.requireNonNull(change.entry().value())).since())
                .isEqualTo(START);
    }

    @Test
    void aCheckThatCameBackBeginsAnew() {
        write(check("passing", ""));
        bucket = new Batch(List.of(new Op.Delete(KEY)), clock, index).apply(bucket);
        assertThat(write(check("passing", ""))).isEqualTo(START.plusSeconds(2));
    }

    @Test
    void aCheckOfAnOlderVersionIsReadAndGetsItsTimeWithTheNextWrite() {
        var out = new WireWriter();
        ValueCodec.write(out, check("passing", ""));
        var old = Objects.requireNonNull(ValueCodec.read(new WireReader(out.toBytes())));
        assertThat(old).isEqualTo(check("passing", ""));
        bucket = Bucket.EMPTY.put(KEY.text(), new Entry(new Stamp(1, "me"), 1, 1, old));
        assertThat(write(check("passing", ""))).isEqualTo(START.plusSeconds(1));
    }

    @Test
    void theTimeIsPartOfTheForm() {
        var out = new WireWriter();
        ValueCodec.write(out, check("passing", "").since(START.plusNanos(5)));
        assertThat(ValueCodec.read(new WireReader(out.toBytes())))
                .isEqualTo(check("passing", "").since(START.plusNanos(5)));
        assertThat(out.toBytes()[0]).isEqualTo((byte) 10);
    }
}
