package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What must hold of every change of a rollout, whoever made it. Follows one rollout from its first state on. */
final class RolloutRules {
    private final RolloutWorld world;
    private final RolloutSpec spec;
    private final Set<String> started = new HashSet<>();
    private final Map<String, String> eventOf = new HashMap<>();
    private boolean promotedByOperator;
    private Rollout state;

    RolloutRules(RolloutWorld world, Rollout first) {
        this.world = world;
        this.spec = first.spec();
        this.state = first;
    }

    /** A coordinator's decision has been kept, and is about to be done. */
    void decided(Rollout after, List<Rollout.Fire> fires) {
        var before = state;
        state = after;
        var fresh = IntStream.range(0, after.nodes().size())
                .filter(i -> !before.nodes()
                        .get(i)
                        .eventId()
                        .equals(after.nodes().get(i).eventId()))
                .boxed()
                .toList();
        theSameNodes(before, after);
        assertThat(fires)
                .isEqualTo(fresh.stream()
                        .map(after.nodes()::get)
                        .map(node -> new Rollout.Fire(node.name(), node.eventId()))
                        .toList());
        assertThat(fires).allMatch(fire -> world.alive(fire.node()));
        startedOnce(fresh);
        withinLimits(fresh);
        inOrder(fresh);
        afterTheCanaries(fresh);
        for (int i = 0; i < after.nodes().size(); i++) {
            finalStepsStay(before.nodes().get(i), after.nodes().get(i));
        }
        if (before.status() != RolloutStatus.RUNNING) {
            assertThat(fresh).as("starts while %s", before.status()).isEmpty();
        }
        endsAreEnds();
    }

    /** An operator's word has been kept. */
    void told(RolloutVerb verb, Rollout after) {
        var before = state;
        state = after;
        theSameNodes(before, after);
        if (verb == RolloutVerb.RESUME && before.status() == RolloutStatus.PAUSED_AFTER_CANARY) {
            promotedByOperator = true;
        }
        if (verb == RolloutVerb.RETRY) {
            retried(before, after);
        } else {
            for (int i = 0; i < after.nodes().size(); i++) {
                var was = before.nodes().get(i);
                var is = after.nodes().get(i);
                assertThat(is.attempt()).isEqualTo(was.attempt());
                assertThat(is.step().equals(was.step())
                                || (verb == RolloutVerb.ABORT && was.step().ahead())
                                || (verb == RolloutVerb.PAUSE && was.step() instanceof RolloutStep.Absent && waits(is)))
                        .isTrue();
            }
            endsAreEnds();
        }
    }

    private void retried(Rollout before, Rollout after) {
        for (int i = 0; i < after.nodes().size(); i++) {
            var was = before.nodes().get(i);
            var is = after.nodes().get(i);
            assertThat(was.step().over()).isTrue();
            if (was.succeeded()) {
                assertThat(is).isEqualTo(was);
            } else {
                assertThat(waits(is)).isTrue();
                assertThat(is.attempt()).isEqualTo(was.failed() ? was.attempt() + 1 : was.attempt());
            }
        }
        if (!canaries(before).stream().allMatch(RolloutNode::succeeded)) {
            promotedByOperator = false;
        }
    }

    private static void theSameNodes(Rollout before, Rollout after) {
        assertThat(after.nodes())
                .extracting(RolloutNode::name)
                .isEqualTo(before.nodes().stream().map(RolloutNode::name).toList());
    }

    private void startedOnce(List<Integer> fresh) {
        for (int i : fresh) {
            var node = state.nodes().get(i);
            assertThat(node.step()).isInstanceOf(RolloutStep.Running.class);
            assertThat(started.add(node.name() + "/" + node.attempt()))
                    .as("the first start of %s", node)
                    .isTrue();
        }
        for (var node : state.nodes()) {
            if (!node.eventId().isEmpty()) {
                var key = node.name() + "/" + node.attempt();
                assertThat(eventOf.computeIfAbsent(key, _ -> node.eventId())).isEqualTo(node.eventId());
            }
        }
        assertThat(eventOf.values()).doesNotHaveDuplicates();
    }

    private void withinLimits(List<Integer> fresh) {
        int total = state.nodes().size();
        var active = IntStream.range(0, total)
                .filter(i -> atWork(state.nodes().get(i)))
                .boxed()
                .toList();
        assertThat(active).hasSizeLessThanOrEqualTo(spec.maxParallel().of(total));
        assertThat(active.stream().map(this::group).distinct()).hasSizeLessThanOrEqualTo(1);
        if (!fresh.isEmpty()) {
            assertThat(state.nodes().stream().filter(RolloutNode::failed))
                    .as("failures known when a node starts")
                    .hasSizeLessThanOrEqualTo(spec.maxFailures());
        }
    }

    /** 0 for canaries, then the batches from 1. */
    private int group(int index) {
        int size = spec.batch().map(share -> share.of(state.nodes().size())).orElse(Integer.MAX_VALUE);
        return index < spec.canary() ? 0 : 1 + (index - spec.canary()) / size;
    }

    private void inOrder(List<Integer> fresh) {
        for (int i : fresh) {
            var earlier = state.nodes().subList(0, i);
            assertThat(earlier).noneMatch(RolloutRules::waits);
            assertThat(IntStream.range(0, i).filter(j -> group(j) < group(i)))
                    .allMatch(j -> state.nodes().get(j).step().over());
        }
    }

    private void afterTheCanaries(List<Integer> fresh) {
        if (fresh.stream().anyMatch(i -> i >= spec.canary()) && spec.canary() > 0) {
            assertThat(canaries(state)).allMatch(node -> node.step().over());
            assertThat(promotedByOperator
                            || (!spec.pause() && canaries(state).stream().allMatch(RolloutNode::succeeded)))
                    .as("the word on the canaries")
                    .isTrue();
        }
    }

    private void finalStepsStay(RolloutNode was, RolloutNode is) {
        assertThat(is.attempt()).isEqualTo(was.attempt());
        if (was.step().over()) {
            assertThat(is).isEqualTo(was);
        } else if (is.succeeded()) {
            assertThat(world.outcome(is.name(), is.eventId())).isInstanceOf(Observation.Outcome.Succeeded.class);
            if (spec.untilHealthy().isPresent()) {
                assertThat(world.alive(is.name())).isTrue();
                assertThat(world.passingSince(is.name()))
                        .hasValueSatisfying(since ->
                                assertThat(since.plus(spec.healthyFor())).isBeforeOrEqualTo(world.now));
            }
        }
    }

    private void endsAreEnds() {
        var failures = state.nodes().stream().filter(RolloutNode::failed).count();
        if (state.status().ended()) {
            assertThat(state.nodes()).noneMatch(node -> node.step().ahead());
        }
        switch (state.status()) {
            case SUCCEEDED -> {
                assertThat(state.over()).isTrue();
                assertThat(state.nodes()).noneMatch(node -> node.step() instanceof RolloutStep.Skipped);
                assertThat(failures).isLessThanOrEqualTo(spec.maxFailures());
            }
            case FAILED -> assertThat(failures).isGreaterThan(spec.maxFailures());
            case RUNNING, PAUSED -> goesOn(failures);
            case PAUSED_AFTER_CANARY -> {
                goesOn(failures);
                assertThat(canaries(state))
                        .isNotEmpty()
                        .allMatch(node -> node.step().over());
            }
            case ABORTED -> {}
        }
    }

    private void goesOn(long failures) {
        assertThat(failures).isLessThanOrEqualTo(spec.maxFailures());
        assertThat(state.nodes()).anyMatch(node -> !node.step().over());
    }

    private static boolean atWork(RolloutNode node) {
        return !waits(node) && !node.step().over();
    }

    private static boolean waits(RolloutNode node) {
        return node.step() instanceof RolloutStep.Waiting;
    }

    private List<RolloutNode> canaries(Rollout rollout) {
        return rollout.nodes().stream().limit(spec.canary()).toList();
    }
}
