package engine.events;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Measures how long a node with 10,000 triggers takes to decide what it does about one event. After {@code mvn test-compile}, on
 * the class path of the tests:
 *
 * <pre>java -XX:+UseSerialGC -cp ... engine.events.MatchingSpeed</pre>
 */
final class MatchingSpeed {
    private static final int TRIGGERS = 10_000;
    private static final int WARM = 1_000;
    private static final int ROUNDS = 1_000;

    private static final List<LocalNode.Service> SERVICES = IntStream.range(0, 20)
            .mapToObj(i -> new LocalNode.Service("service" + i, List.of("v" + i, "blue")))
            .toList();

    private MatchingSpeed() {}

    public static void main(String[] args) {
        var plain = Fixtures.event("e", "event5000", "", "", "");
        var filtered = Fixtures.event("e", "event5000", "^web[0-9]+$", "^service1[0-9]$", "^(blue|green)$");
        measure("each for an event of its own", MatchingSpeed::ofItsOwn, plain);
        measure("the same, an event with filters", MatchingSpeed::ofItsOwn, filtered);
        measure("all for this event, each on another node", MatchingSpeed::elsewhere, plain);
        measure("the same, and none on this one", i -> elsewhere(i + TRIGGERS), plain);
        measure("all for this event, each for another service", MatchingSpeed::withService, plain);
    }

    private static Trigger ofItsOwn(int i) {
        return Fixtures.trigger("t" + i, "event" + i, Trigger.Where.ANYWHERE);
    }

    private static Trigger elsewhere(int i) {
        return Fixtures.trigger("t" + i, "event5000", new Trigger.Where("", "", "web" + i));
    }

    private static Trigger withService(int i) {
        return Fixtures.trigger("t" + i, "event5000", new Trigger.Where("service" + i, "blue", ""));
    }

    private static void measure(String words, IntFunction<Trigger> make, Event event) {
        var triggers = IntStream.range(0, TRIGGERS).mapToObj(make).toList();
        var began = System.nanoTime();
        var defined = new Defined(triggers);
        var took = Duration.ofNanos(System.nanoTime() - began);
        Supplier<Matching> match = () -> Fixtures.matching(event, defined.waitingFor(event), "web5000", SERVICES);
        for (var i = 0; i < WARM; i++) {
            var _ = match.get();
        }
        var nanos = new long[ROUNDS];
        var runs = 0L;
        for (var i = 0; i < ROUNDS; i++) {
            var from = System.nanoTime();
            var matching = match.get();
            nanos[i] = System.nanoTime() - from;
            runs += matching instanceof Matching.Matched(var matched) ? matched.size() : 0;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-46s n=%d p50=%.1f us p99=%.1f us max=%.1f us; %d run; defined in %d ms%n",
                words,
                ROUNDS,
                nanos[ROUNDS / 2] / 1e3,
                nanos[ROUNDS * 99 / 100] / 1e3,
                nanos[ROUNDS - 1] / 1e3,
                runs / ROUNDS,
                took.toMillis());
    }
}
