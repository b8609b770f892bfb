package engine.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a node does about an event. Pure. */
sealed interface Matching {
    /** Reasons given of triggers that wait for the event but do not run here; the others are counted. */
    int MAX_REASONS = 3;

    /** The triggers that run, at least one. */
    record Matched(List<Trigger> triggers) implements Matching {}

    /** None runs; the reason is for the user who fired the event. */
    record Unmatched(String reason) implements Matching {}

    /** Decides: first the filters of the event, then the triggers that wait for it, then where they run. */
    static Matching of(Event event, List<Trigger> triggers, String node, List<LocalNode.Service> services) {
        Optional<String> filteredOut;
        try {
            filteredOut = filteredOut(event, node, services);
        } catch (IllegalArgumentException e) {
            return new Unmatched(Reason.of(e));
        }
        return filteredOut.<Matching>map(Unmatched::new).orElseGet(() -> select(event, triggers, node, services));
    }

    /** Why the filters of an event leave a node out; empty when they do not. */
    static Optional<String> filteredOut(Event event, String node, List<LocalNode.Service> services) {
        var nodeFilter = Filter.compile("node", event.nodeFilter());
        var serviceFilter = Filter.compile("service", event.serviceFilter());
        var tagFilter = Filter.compile("tag", event.tagFilter());
        if (!nodeFilter.matches(node)) {
            return Optional.of("node filter %s does not match %s".formatted(nodeFilter, node));
        }
        if (serviceFilter.isEmpty()) {
            return Optional.empty();
        }
        var matching = services.stream()
                .filter(service -> serviceFilter.matches(service.name()))
                .toList();
        if (matching.isEmpty()) {
            return Optional.of("service filter %s matches no service of %s".formatted(serviceFilter, node));
        }
        if (tagFilter.isEmpty()
                || matching.stream().anyMatch(service -> service.tags().stream().anyMatch(tagFilter::matches))) {
            return Optional.empty();
        }
        return Optional.of("tag filter %s matches no tag of the services of %s that service filter %s matches"
                .formatted(tagFilter, node, serviceFilter));
    }

    private static Matching select(Event event, List<Trigger> triggers, String node, List<LocalNode.Service> services) {
        var matched = new ArrayList<Trigger>();
        var reasons = new ArrayList<String>();
        for (var trigger : triggers) {
            if (trigger.waitsFor(event)) {
                elsewhere(trigger, node, services).ifPresentOrElse(reasons::add, () -> matched.add(trigger));
            }
        }
        if (!matched.isEmpty()) {
            return new Matched(List.copyOf(matched));
        }
        return new Unmatched(reasons.isEmpty() ? "no trigger for event '" + event.name() + "'" : joined(reasons));
    }

    /** Why a trigger does not run on the node; empty when it does. */
    private static Optional<String> elsewhere(Trigger trigger, String node, List<LocalNode.Service> services) {
        var where = trigger.where();
        if (!where.node().isEmpty() && !where.node().equals(node)) {
            return Optional.of(
                    "trigger '%s' wants node '%s', this one is '%s'".formatted(trigger.name(), where.node(), node));
        }
        boolean here = where.service().isEmpty()
                || services.stream()
                        .anyMatch(service -> service.name().equals(where.service())
                                && (where.tag().isEmpty() || service.tags().contains(where.tag())));
        if (here) {
            return Optional.empty();
        }
        var tag = where.tag().isEmpty() ? "" : " with tag '" + where.tag() + "'";
        return Optional.of("trigger '%s' wants service '%s'%s, which this node does not have"
                .formatted(trigger.name(), where.service(), tag));
    }

    private static String joined(List<String> reasons) {
        var shown = String.join("; ", reasons.subList(0, Math.min(MAX_REASONS, reasons.size())));
        int more = reasons.size() - MAX_REASONS;
        return more > 0 ? shown + "; and " + more + " more" : shown;
    }
}
