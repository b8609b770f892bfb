package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RunQueuePropertiesTest {
    private static final Debounce DEBOUNCE = new Debounce(Duration.ofSeconds(2), Duration.ofSeconds(30));

    /** What became of each run, by the number of its arrival. */
    private final Map<String, String> fates = new HashMap<>();

    private final List<Integer> started = new ArrayList<>();
    private RunQueue queue = RunQueue.EMPTY;
    private int arrivals;

    @Provide
    static Arbitrary<Trigger> triggers() {
        return Arbitraries.of(
                Fixtures.queueing(new QueuePolicy.Serial()),
                Fixtures.queueing(new QueuePolicy.Latest()),
                Fixtures.queueing(new QueuePolicy.Parallel(3)),
                Fixtures.queueing(new QueuePolicy.SkipWhileRunning()),
                Fixtures.debounced(new QueuePolicy.Serial(), DEBOUNCE),
                Fixtures.debounced(new QueuePolicy.Latest(), DEBOUNCE),
                Fixtures.debounced(new QueuePolicy.Parallel(2), DEBOUNCE),
                Fixtures.debounced(new QueuePolicy.SkipWhileRunning(), DEBOUNCE));
    }

    private void reset() {
        fates.clear();
        started.clear();
        queue = RunQueue.EMPTY;
        arrivals = 0;
    }

    private void step(RunQueue.Step step, Trigger trigger) {
        queue = step.queue();
        for (var id : step.started()) {
            assertThat(fates.put(id, "running")).isEqualTo("waiting");
            started.add(Integer.parseInt(id));
        }
        for (var skip : step.skipped()) {
            assertThat(fates.put(skip.eventId(), "skipped")).isEqualTo("waiting");
            assertThat(skip.reason()).isNotBlank();
        }
        if (!step.started().isEmpty()) {
            assertThat(queue.running()).hasSizeLessThanOrEqualTo(trigger.queue().atOnce());
        }
        if (!queue.waiting().isEmpty()) {
            assertThat(queue.running())
                    .as("nothing waits for no reason")
                    .hasSizeGreaterThanOrEqualTo(trigger.queue().atOnce());
        }
        assertThat(queue.waiting()).hasSizeLessThanOrEqualTo(RunQueue.CAPACITY);
        var kept = new ArrayList<>(queue.waiting());
        queue.settling().ifPresent(kept::add);
        assertThat(with("waiting")).isEqualTo(kept.stream().sorted().toList());
        assertThat(with("running")).isEqualTo(queue.running().stream().sorted().toList());
        assertThat(started).as("in the order of arrival").isSorted();
    }

    private List<String> with(String fate) {
        return fates.entrySet().stream()
                .filter(each -> each.getValue().equals(fate))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private void arrive(Trigger trigger) {
        var id = Integer.toString(arrivals++);
        fates.put(id, "waiting");
        step(queue.arrived(id, trigger), trigger);
    }

    private void end(String id, Trigger trigger) {
        assertThat(fates.put(id, "over")).isEqualTo("running");
        step(queue.ended(id, trigger), trigger);
    }

    private void endOne(Trigger trigger, Random random) {
        var running = queue.running().stream().sorted().toList();
        if (!running.isEmpty()) {
            end(running.get(random.nextInt(running.size())), trigger);
        }
    }

    private void drain(Trigger trigger) {
        step(queue.settled(trigger), trigger);
        while (!queue.running().isEmpty()) {
            end(queue.running().iterator().next(), trigger);
        }
    }

    @Property(tries = 500)
    void everyRunEndsOnceInTheOrderOfArrivalAndNoMoreThanAllowedAtOnce(
            @ForAll("triggers") Trigger trigger, @ForAll Random random) {
        reset();
        for (var i = 0; i < 60; i++) {
            switch (random.nextInt(5)) {
                case 0 -> endOne(trigger, random);
                case 1 -> step(queue.settled(trigger), trigger);
                default -> arrive(trigger);
            }
            if (trigger.queue() instanceof QueuePolicy.Latest) {
                assertThat(queue.waiting()).hasSizeLessThanOrEqualTo(1);
            }
            if (trigger.queue() instanceof QueuePolicy.SkipWhileRunning) {
                assertThat(queue.waiting()).isEmpty();
            }
        }
        drain(trigger);
        assertThat(fates.values()).isSubsetOf("over", "skipped");
        assertThat(fates).hasSize(arrivals);
        var keepsAll = trigger.debounce().isEmpty()
                && (trigger.queue() instanceof QueuePolicy.Serial || trigger.queue() instanceof QueuePolicy.Parallel);
        if (keepsAll) {
            assertThat(fates.values()).doesNotContain("skipped");
        }
        if (!(trigger.queue() instanceof QueuePolicy.SkipWhileRunning)) {
            assertThat(started).as("the newest runs").contains(arrivals - 1);
        }
    }

    @Property(tries = 300)
    void theSameHoldsWhenTheDefinitionChangesMeanwhile(
            @ForAll("triggers") Trigger first, @ForAll("triggers") Trigger second, @ForAll Random random) {
        reset();
        var trigger = first;
        for (var i = 0; i < 60; i++) {
            switch (random.nextInt(8)) {
                case 0, 1 -> endOne(trigger, random);
                case 2 -> step(queue.settled(trigger), trigger);
                case 3 -> {
                    trigger = trigger.equals(first) ? second : first;
                    step(queue.changed(trigger), trigger);
                }
                default -> arrive(trigger);
            }
        }
        drain(trigger);
        assertThat(fates.values()).isSubsetOf("over", "skipped");
    }

    @Property(tries = 100)
    void whatIsClearedIsSkippedAndWhatRunsGoesOn(@ForAll("triggers") Trigger trigger, @ForAll Random random) {
        reset();
        for (var i = 0; i < random.nextInt(20); i++) {
            arrive(trigger);
        }
        var running = queue.running();
        step(queue.cleared("gone"), trigger);
        assertThat(queue).isEqualTo(new RunQueue(Optional.empty(), List.of(), running));
    }

    @Property(tries = 1)
    void moreThanTheCapacityIsSkipped() {
        reset();
        var trigger = Fixtures.queueing(new QueuePolicy.Serial());
        for (var i = 0; i < RunQueue.CAPACITY + 3; i++) {
            arrive(trigger);
        }
        assertThat(with("skipped")).containsExactlyInAnyOrder("1001", "1002");
        drain(trigger);
        assertThat(started).hasSize(RunQueue.CAPACITY + 1);
    }
}
