package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class KeyedEventsPropertiesTest {
    private static final Instant T0 = Fixtures.T0;

    /** @param second after T0 at which it is fired, by the clock of whoever fires it: clocks jump */
    record Fired(String name, String key, int second, int window) {
        Instant at() {
            return T0.plusSeconds(second);
        }

        boolean isSame(Fired other) {
            return name.equals(other.name) && key.equals(other.key);
        }
    }

    @Provide
    Arbitrary<List<Fired>> firings() {
        return Combinators.combine(
                        Arbitraries.of("deploy", "restart"),
                        Arbitraries.of("a", "b"),
                        Arbitraries.integers().between(-60, 60),
                        Arbitraries.integers().between(1, 30))
                .as(Fired::new)
                .list()
                .ofMaxSize(40);
    }

    @Property
    void ofTheSameWithinTheWindowOneIsLetThroughAndAllElseIs(@ForAll("firings") List<Fired> firings) {
        var known = new KeyedEvents();
        var through = new ArrayList<Fired>();
        for (var fired : firings) {
            var first = known.first(
                    fired.name(), new DeduplicationKey(fired.key(), Duration.ofSeconds(fired.window())), fired.at());
            var expected = through.stream()
                    .filter(other -> other.isSame(fired) && Math.abs(other.second() - fired.second()) < fired.window())
                    .findFirst();
            assertThat(first).isEqualTo(expected.map(other -> Integer.toString(through.indexOf(other))));
            if (first.isEmpty()) {
                known.add(Integer.toString(through.size()), fired.name(), fired.key(), fired.at());
                through.add(fired);
            }
        }
        assertThat(known.size()).isEqualTo(through.size());
        for (var i = 0; i < through.size(); i++) {
            known.forget(Integer.toString(i));
        }
        assertThat(known.size()).isZero();
        assertThat(firings)
                .allMatch(fired -> known.first(
                                fired.name(), new DeduplicationKey(fired.key(), Duration.ofHours(24)), fired.at())
                        .isEmpty());
    }

    @Example
    void theWindowEndsWhereItSaysWhicheverOfTheTwoWasFiredFirst() {
        var known = new KeyedEvents();
        known.add("1", "deploy", "a", T0);
        var key = new DeduplicationKey("a", Duration.ofSeconds(10));
        assertThat(known.first("deploy", key, T0.plusMillis(9_999))).contains("1");
        assertThat(known.first("deploy", key, T0.minusMillis(9_999))).contains("1");
        assertThat(known.first("deploy", key, T0.plusSeconds(10))).isEmpty();
        assertThat(known.first("deploy", key, T0.minusSeconds(10))).isEqualTo(Optional.empty());
    }
}
