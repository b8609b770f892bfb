package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class KvFeedPropertiesTest {

    @Property(tries = 1000)
    void pagesTogetherAreAllChangesAndNoneDividesAnIndex(
            @ForAll("changes") List<KvChanges.Change> all, @ForAll @IntRange(min = 0, max = 40) int mostBytes) {
        var read = new ArrayList<KvChanges.Change>();
        var after = 0L;
        while (true) {
            var from = after;
            var rest = all.stream().filter(c -> c.after().index() > from).toList();
            var page = KvFeed.cut(new KvChanges.Page(0, 99, rest), mostBytes);
            if (page.changes().isEmpty()) {
                assertThat(page.upTo()).isEqualTo(99);
                break;
            }
            read.addAll(page.changes());
            after = page.upTo();
        }
        assertThat(read).isEqualTo(all);
    }

    @Property(tries = 1000)
    void aPageOfMoreThanOneIndexKeepsItsBound(
            @ForAll("changes") List<KvChanges.Change> all, @ForAll @IntRange(min = 0, max = 40) int mostBytes) {
        var page = KvFeed.cut(new KvChanges.Page(0, 99, all), mostBytes).changes();
        var first = page.isEmpty() ? 0 : page.getFirst().after().index();
        var withoutLastIndex = page.stream()
                .filter(c -> c.after().index() != page.getLast().after().index())
                .mapToInt(
                        c -> c.key().length() + c.after().value().orElseThrow().size())
                .sum();
        if (!page.isEmpty() && page.getLast().after().index() != first) {
            assertThat(withoutLastIndex).isLessThanOrEqualTo(mostBytes);
        }
    }

    @Provide
    Arbitrary<List<KvChanges.Change>> changes() {
        var step = Arbitraries.integers().between(0, 2);
        var value = Arbitraries.strings().alpha().ofMaxLength(12);
        return Combinators.combine(step, value)
                .as((s, v) -> new Step(s, v))
                .list()
                .ofMaxSize(12)
                .map(steps -> {
                    var changes = new ArrayList<KvChanges.Change>();
                    var index = 1L;
                    for (var each : steps) {
                        index += each.step();
                        changes.add(FakeRecord.change("k", index, KvChanges.Operation.SET, "-", each.value()));
                    }
                    return changes;
                });
    }

    private record Step(int step, String value) {}
}
