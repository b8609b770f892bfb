package engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import engine.FakeDisk;
import engine.checks.Status;
import engine.durable.KeptTexts;
import engine.local.CheckPast.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class CheckPastPropertiesTest {

    /** A check changes, or is gone. */
    record Step(String id, boolean gone) {}

    @Property
    void aTransitionIsReadAsItWasWritten(
            @ForAll Status from, @ForAll Status to, @ForAll String output, @ForAll @LongRange(max = 1L << 40) long at) {
        var transition = new Transition(3, Instant.ofEpochMilli(at), from, to, output);
        assertThat(Transition.parse(3, transition.text())).contains(transition);
        assertThat(output).startsWith(transition.output());
        assertThat(transition.output()).hasSizeLessThanOrEqualTo(CheckPast.MOST_OUTPUT);
    }

    @Property
    void anyOtherTextIsNone(@ForAll String text) {
        Transition.parse(1, text).ifPresent(read -> assertThat(read.text()).isEqualTo(text));
    }

    @Property(tries = 100)
    void theLatestChangesOfACheckAreRememberedAndAllAreCounted(@ForAll @IntRange(max = 150) int changes) {
        var past = CheckPast.NONE;
        for (int n = 0; n < changes; n++) {
            past = past.then(Instant.ofEpochSecond(n), Status.PASSING, Status.CRITICAL, "");
        }
        assertThat(past.changes()).isEqualTo(changes);
        assertThat(past.last()).hasSize(Math.min(changes, CheckPast.MOST));
        for (int n = 0; n < past.last().size(); n++) {
            assertThat(past.last().get(n).number())
                    .isEqualTo(changes - past.last().size() + n + 1);
        }
    }

    /** As one who writes down every change and keeps the newest of them, whatever check they are of. */
    @Property(tries = 300)
    void theNewestOfAllAreRememberedAlsoOverARestart(@ForAll("steps") List<Step> steps) {
        var disk = new FakeDisk();
        var pasts = new CheckPasts(KeptTexts.of(disk, "p"), 6);
        var written = new ArrayList<String>();
        var counts = new HashMap<String, Integer>();
        for (int n = 0; n < steps.size(); n++) {
            var id = steps.get(n).id();
            if (steps.get(n).gone()) {
                pasts.remove(id);
                written.removeIf(line -> line.startsWith(id + ' '));
                counts.remove(id);
            } else {
                pasts.changed(id, Instant.ofEpochSecond(n), Status.PASSING, Status.WARNING, "o" + n);
                counts.merge(id, 1, Integer::sum);
                written.add(id + " o" + n);
            }
            while (written.size() > 6) {
                written.removeFirst();
            }
            assertThat(remembered(pasts)).containsExactlyInAnyOrderElementsOf(written);
        }
        counts.forEach((id, count) -> assertThat(past(pasts, id).changes()).isEqualTo((long) count));
        pasts.keep();

        var again = new CheckPasts(KeptTexts.of(disk.restart(), "p"), 6);
        assertThat(remembered(again)).containsExactlyInAnyOrderElementsOf(written);
        for (var id : ids(written)) {
            assertThat(again.all().get(id)).isEqualTo(pasts.all().get(id));
        }
        again.only(Set.of("a"));
        assertThat(ids(remembered(again))).isSubsetOf("a");
    }

    private static List<String> remembered(CheckPasts pasts) {
        var lines = new ArrayList<String>();
        for (var id : List.of("a", "b", "a\0b")) {
            var past = pasts.all().get(id);
            if (past != null) {
                past.last().forEach(transition -> lines.add(id + ' ' + transition.output()));
            }
        }
        return lines;
    }

    private static Set<String> ids(List<String> lines) {
        var ids = new HashSet<String>();
        lines.forEach(line -> ids.add(line.substring(0, line.indexOf(' '))));
        return ids;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        var gone = Arbitraries.frequency(Tuple.of(6, false), Tuple.of(1, true));
        return Combinators.combine(Arbitraries.of("a", "b", "a\0b"), gone)
                .as(Step::new)
                .list()
                .ofMaxSize(30);
    }

    @Property(tries = 50)
    void oneCheckAloneIsBoundedToo(@ForAll @IntRange(min = 1, max = 120) int changes) {
        var pasts = new CheckPasts(KeptTexts.of(new FakeDisk(), "p"), 1000);
        for (int n = 0; n < changes; n++) {
            pasts.changed("a", Instant.ofEpochSecond(n), Status.PASSING, Status.WARNING, "o" + n);
        }
        assertThat(past(pasts, "a").last()).hasSize(Math.min(changes, CheckPast.MOST));
    }

    private static CheckPast past(CheckPasts pasts, String id) {
        return Objects.requireNonNull(pasts.all().get(id));
    }
}
