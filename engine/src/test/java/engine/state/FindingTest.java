package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a probe's finding does to the catalog, also when other servers have done something meanwhile. */
class FindingTest {
    private static final Key.Node NODE = new Key.Node("printer");
    private static final Key.Check CHECK = new Key.Check("printer", "print");
    private static final Key.Check REACHABILITY = new Key.Check("printer", Finding.NODE_CHECK);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(1_000_000));
    private final LocalIndex index = new LocalIndex(10);
    private final HybridClock clock = new HybridClock(now::get, "me");
    private Bucket bucket = Bucket.EMPTY;

    @BeforeEach
    void register() {
        node(Map.of(Finding.EXTERNAL_NODE, "true", Finding.EXTERNAL_PROBE, "true"));
        write(new Op.Put(CHECK, check("passing", "").defined("{\"TCP\":\"10.0.0.9:631\"}")));
    }

    private void node(@Nullable Map<String, String> meta) {
        write(new Op.Put(NODE, new Value.Node("", "printer", "10.0.0.9", null, meta)));
    }

    private static Value.Check check(String status, String output) {
        return new Value.Check("printer", "print", "it prints", status, "n", output, "", "", List.of(), "");
    }

    /** Something that another server does, a second later, to what both know. */
    private Bucket elsewhere(Op op) {
        var later = new HybridClock(() -> Instant.ofEpochMilli(1_001_000), "other");
        return new Batch(List.of(op), later, new LocalIndex(20)).apply(bucket).settled();
    }

    private void write(Op op) {
        bucket = new Batch(List.of(op), clock, index).apply(bucket).settled();
    }

    /** What it changes, if it is not refused. */
    private List<Change> find(Bucket in, Key.Check key, long expected, String status) {
        now.set(Instant.ofEpochMilli(1_009_000));
        var finding = new Finding("printer", key.id(), expected, status, "said");
        var batch = Batch.revising(finding::ops, clock, index);
        bucket = batch.apply(in).settled();
        assertThat(batch.refused()).isEqualTo(batch.changes().isEmpty());
        return batch.changes();
    }

    private Entry entry(Key key) {
        return Objects.requireNonNull(bucket.get(key.text()));
    }

    private Value.@Nullable Check at(Key key) {
        return (Value.Check) entry(key).value();
    }

    @Test
    void onlyStatusAndOutputChange() {
        assertThat(find(bucket, CHECK, entry(CHECK).modifyIndex(), "critical")).hasSize(1);
        assertThat(at(CHECK))
                .isEqualTo(check("critical", "said")
                        .defined("{\"TCP\":\"10.0.0.9:631\"}")
                        .since(Instant.ofEpochMilli(1_009_000)));
    }

    @Test
    void aCheckThatHasChangedOrIsGoneIsLeftAlone() {
        var known = entry(CHECK).modifyIndex();
        write(new Op.Put(CHECK, check("passing", "registered again")));
        assertThat(find(bucket, CHECK, known, "critical")).isEmpty();
        write(new Op.Delete(CHECK));
        assertThat(find(bucket, CHECK, known, "critical")).isEmpty();
        assertThat(find(bucket, CHECK, 0, "critical")).isEmpty();
    }

    @Test
    void aNodeThatIsExternalNoMoreIsLeftAlone() {
        var known = entry(CHECK).modifyIndex();
        node(null);
        assertThat(find(bucket, CHECK, known, "critical")).isEmpty();
        write(new Op.Delete(NODE));
        assertThat(find(bucket, CHECK, known, "critical")).isEmpty();
    }

    @Test
    void theCheckOfReachabilityIsMadeWhereItIsWantedAndNotThere() {
        assertThat(find(bucket, REACHABILITY, 0, "passing")).hasSize(1);
        assertThat(at(REACHABILITY))
                .extracting(Value.Check::id, Value.Check::name, Value.Check::status)
                .containsExactly(REACHABILITY.id(), "External Node Status", "passing");
        write(new Op.Delete(REACHABILITY));
        node(Map.of(Finding.EXTERNAL_NODE, "true"));
        assertThat(find(bucket, REACHABILITY, 0, "passing")).isEmpty();
    }

    /** The deletion comes before the finding, which is written where it is not known yet. */
    @Test
    void whatAnotherServerHasDeletedMeanwhileDoesNotComeBack() {
        var common = bucket;
        var deleted = elsewhere(new Op.Delete(CHECK));
        assertThat(find(
                        common,
                        CHECK,
                        Objects.requireNonNull(common.get(CHECK.text())).modifyIndex(),
                        "critical"))
                .hasSize(1);
        assertThat(Objects.requireNonNull(bucket.mergeData(deleted).get(CHECK.text()))
                        .value())
                .isNull();
    }

    @Test
    void whatAnotherServerHasRegisteredMeanwhileStays() {
        var common = bucket;
        var registered = elsewhere(new Op.Put(CHECK, check("warning", "registered again")));
        find(common, CHECK, Objects.requireNonNull(common.get(CHECK.text())).modifyIndex(), "critical");
        var merged = bucket.mergeData(registered).get(CHECK.text());
        assertThat(Objects.requireNonNull(merged).value())
                .isEqualTo(check("warning", "registered again").since(Instant.ofEpochMilli(1_001_000)));
    }

    @Test
    void aLaterFindingWinsOverTheOneThatItFollows() {
        var common = bucket;
        find(common, CHECK, entry(CHECK).modifyIndex(), "critical");
        var first = bucket;
        find(first, CHECK, entry(CHECK).modifyIndex(), "passing");
        assertThat(((Value.Check) Objects.requireNonNull(
                                Objects.requireNonNull(first.mergeData(bucket).get(CHECK.text()))
                                        .value()))
                        .status())
                .isEqualTo("passing");
    }
}
