package engine.events;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a node does about an event. Pure. */
sealed interface Matching {
    /** Reasons given of triggers that wait for the event but do not run here; the others are counted. */
    int MAX_REASONS = 3;

    /** The triggers that run, at least one. */
    record Matched(List<Trigger> triggers) implements Matching {}

    /** None runs; the reason is for the user who fired the event. */
    record Unmatched(String reason) implements Matching {}

    /** Decides: first the filters of the event, then whether it came in time, then the triggers that wait for it, then where they run. */
    static Matching of(Event event, List<Trigger> triggers, LocalNode node, Instant now) {
        var services = node.services();
        Optional<String> filteredOut;
        try {
            filteredOut =
                    event.filters().leaveOut(node.name(), services, node.meta()).or(() -> late(event, now));
        } catch (IllegalArgumentException e) {
            return new Unmatched(Reason.of(e));
        }
        return filteredOut.<Matching>map(Unmatched::new).orElseGet(() -> select(event, triggers, node, services));
    }

    /** Why an event came too late; empty when it came in time. */
    private static Optional<String> late(Event event, Instant now) {
        var late = Duration.between(event.firedAt(), now).minus(event.ttl());
        return event.ttl().isZero() || !late.isPositive()
                ? Optional.empty()
                : Optional.of("it came too late: its time to live of %s was over %s before"
                        .formatted(Outcome.text(event.ttl()), Outcome.text(rounded(late))));
    }

    private static Duration rounded(Duration late) {
        return late.compareTo(Duration.ofSeconds(1)) < 0
                ? late.truncatedTo(ChronoUnit.MILLIS).plusMillis(1)
                : late.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Matching select(
            Event event, List<Trigger> triggers, LocalNode node, List<LocalNode.Service> services) {
        // A node may have thousands of triggers for one event, each for a service of its own.
        var byName = services.stream().collect(Collectors.groupingBy(LocalNode.Service::name));
        var matched = new ArrayList<Trigger>();
        // Words are made of those that are told.
        var reasons = new ArrayList<Supplier<String>>();
        for (var trigger : triggers) {
            if (trigger.waitsFor(event)) {
                tooNew(trigger, event)
                        .or(() -> elsewhere(trigger, node, byName))
                        .or(() -> forbidden(trigger, event))
                        .ifPresentOrElse(reasons::add, () -> matched.add(trigger));
            }
        }
        if (!matched.isEmpty()) {
            return new Matched(List.copyOf(matched));
        }
        return new Unmatched(reasons.isEmpty() ? nothingWaits(event) : joined(reasons));
    }

    private static String nothingWaits(Event event) {
        return event.name().equals(RemoteCommand.EVENT)
                ? "this node runs no remote commands: disable-remote-exec is true"
                : "no trigger for event '" + event.name() + "'";
    }

    /** Why a command is not run that an event carries; empty when it is, or for any other action. */
    private static Optional<Supplier<String>> forbidden(Trigger trigger, Event event) {
        if (!(trigger.action() instanceof Action.Remote(var allowed))) {
            return Optional.empty();
        }
        try {
            return allowed.refusal(RemoteCommand.decode(event.payload())).map(refusal -> () -> refusal);
        } catch (IllegalArgumentException e) {
            return Optional.of(() -> Reason.of(e));
        }
    }

    /** Why a trigger is none for an event; empty when it was there before the event. */
    private static Optional<Supplier<String>> tooNew(Trigger trigger, Event event) {
        return event.firedAt().isBefore(trigger.since())
                ? Optional.of(() -> "trigger '%s' was defined at %s, after the event"
                        .formatted(trigger.name(), trigger.since().truncatedTo(ChronoUnit.MILLIS)))
                : Optional.empty();
    }

    /** Why a trigger does not run on the node; empty when it does. */
    private static Optional<Supplier<String>> elsewhere(
            Trigger trigger, LocalNode node, Map<String, List<LocalNode.Service>> services) {
        var where = trigger.where();
        if (!where.node().isEmpty() && !where.node().equals(node.name())) {
            return Optional.of(() -> "trigger '%s' wants node '%s', this one is '%s'"
                    .formatted(trigger.name(), where.node(), node.name()));
        }
        var otherMeta = where.meta().isEmpty() ? Optional.<Supplier<String>>empty() : otherMeta(trigger, node.meta());
        return otherMeta.or(() -> otherServices(trigger, services));
    }

    private static Optional<Supplier<String>> otherMeta(Trigger trigger, Map<String, String> meta) {
        for (var wanted : new TreeMap<>(trigger.where().meta()).entrySet()) {
            if (!wanted.getValue().equals(meta.get(wanted.getKey()))) {
                return Optional.of(() -> "trigger '%s' wants '%s' in the metadata of the node to be '%s', here it is %s"
                        .formatted(
                                trigger.name(),
                                wanted.getKey(),
                                wanted.getValue(),
                                meta.containsKey(wanted.getKey())
                                        ? "'" + meta.get(wanted.getKey()) + "'"
                                        : "not there"));
            }
        }
        return Optional.empty();
    }

    private static Optional<Supplier<String>> otherServices(
            Trigger trigger, Map<String, List<LocalNode.Service>> services) {
        var where = trigger.where();
        boolean here = where.service().isEmpty()
                || services.getOrDefault(where.service(), List.of()).stream()
                        .anyMatch(service ->
                                where.tag().isEmpty() || service.tags().contains(where.tag()));
        if (here) {
            return Optional.empty();
        }
        var tag = where.tag().isEmpty() ? "" : " with tag '" + where.tag() + "'";
        return Optional.of(() -> "trigger '%s' wants service '%s'%s, which this node does not have"
                .formatted(trigger.name(), where.service(), tag));
    }

    private static String joined(List<Supplier<String>> reasons) {
        var shown = reasons.stream().limit(MAX_REASONS).map(Supplier::get).collect(Collectors.joining("; "));
        int more = reasons.size() - MAX_REASONS;
        return more > 0 ? shown + "; and " + more + " more" : shown;
    }
}
