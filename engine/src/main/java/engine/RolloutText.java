package engine;

import engine.events.RemoteCommand;
import engine.events.RolloutNode;
import engine.events.RolloutOrder;
import engine.events.RolloutRecord;
import engine.events.RolloutSpec;
import engine.events.RolloutStep;
import engine.http.GoDuration;
import engine.http.Rollouts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rollouts in the words of the HTTP API. */
final class RolloutText {

    private RolloutText() {}

    static Rollouts.Rollout of(RolloutRecord record) {
        var rollout = record.rollout();
        var event = record.event();
        var exec = event.name().equals(RemoteCommand.EVENT);
        return new Rollouts.Rollout(
                rollout.id(),
                event.name(),
                exec ? AuditTrail.command(event.payload()) : "",
                rollout.status().text(),
                rollout.over(),
                plan(rollout.spec()),
                record.firedBy(),
                record.firedFrom(),
                record.startedAt(),
                record.changedAt(),
                rollout.nodes().stream().map(RolloutText::node).toList());
    }

    private static Map<String, String> plan(RolloutSpec spec) {
        var plan = new TreeMap<String, String>();
        plan.put("order", order(spec.order()));
        plan.put("max-parallel", spec.maxParallel().toString());
        spec.batch().ifPresent(batch -> plan.put("batch", batch.toString()));
        plan.put("max-failures", Integer.toString(spec.maxFailures()));
        if (spec.canary() > 0) {
            plan.put("canary", Integer.toString(spec.canary()));
            plan.put("pause", Boolean.toString(spec.pause()));
        }
        plan.put("timeout", GoDuration.text(spec.timeout()));
        spec.untilHealthy().ifPresent(within -> {
            plan.put("healthy-timeout", GoDuration.text(within));
            plan.put("healthy-for", GoDuration.text(spec.healthyFor()));
        });
        return plan;
    }

    private static String order(RolloutOrder order) {
        return switch (order) {
            case RolloutOrder.ByName _ -> "name";
            case RolloutOrder.AsGiven _ -> "given";
            case RolloutOrder.Spread(var key) -> "spread:" + key;
            case RolloutOrder.Shuffled _ -> "random";
        };
    }

    private static Rollouts.Node node(RolloutNode node) {
        return new Rollouts.Node(
                node.name(),
                node.step().text(),
                node.attempt(),
                node.eventId(),
                reason(node.step()),
                since(node.step()));
    }

    private static String reason(RolloutStep step) {
        return switch (step) {
            case RolloutStep.Failed(var reason, var _) -> reason;
            case RolloutStep.Skipped(var reason) -> reason;
            case RolloutStep.Waiting _,
                    RolloutStep.Absent _,
                    RolloutStep.Running _,
                    RolloutStep.AwaitingHealth _,
                    RolloutStep.Succeeded _ -> "";
        };
    }

    private static Optional<Instant> since(RolloutStep step) {
        return switch (step) {
            case RolloutStep.Absent(var since) -> Optional.of(since);
            case RolloutStep.Running(var since) -> Optional.of(since);
            case RolloutStep.AwaitingHealth(var since) -> Optional.of(since);
            case RolloutStep.Succeeded(var at) -> Optional.of(at);
            case RolloutStep.Failed(var _, var at) -> Optional.of(at);
            case RolloutStep.Waiting _, RolloutStep.Skipped _ -> Optional.empty();
        };
    }
}
