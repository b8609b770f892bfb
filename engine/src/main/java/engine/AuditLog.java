package engine;

import engine.events.EventRequest;
import engine.events.RemoteCommand;
import engine.events.Rollout;
import engine.events.RolloutNode;
import engine.logging.Logging;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line of the logger {@code audit} for whatever is asked of nodes. Without payloads, and of commands without arguments. */
final class AuditLog {
    /** Of the logger. */
    static final String NAME = Logging.AUDIT;

    private static final Logger LOG = LoggerFactory.getLogger(NAME);
    private static final String NOBODY = "an unknown address";

    private AuditLog() {}

    static void fired(EventRequest request, String id, String by, String from) {
        LOG.info("{} {} by {} from {} for {}", what(request), id, by, address(from), filters(request));
    }

    static void started(Rollout rollout, EventRequest request, String by, String from) {
        LOG.info(
                "rollout {} of {} by {} from {} on {} nodes: {}",
                rollout.id(),
                what(request),
                by,
                address(from),
                rollout.nodes().size(),
                rollout.nodes().stream().map(RolloutNode::name).collect(Collectors.joining(", ")));
    }

    static void purged(String what, String by, String from) {
        LOG.info("{} by {} from {}", what, by, address(from));
    }

    static void told(String rollout, String verb, String by, String from) {
        LOG.info("rollout {}: {} by {} from {}", rollout, verb, by, address(from));
    }

    static void ended(Rollout rollout) {
        var counts = rollout.nodes().stream()
                .collect(Collectors.groupingBy(node -> node.step().text(), TreeMap::new, Collectors.counting()));
        LOG.info("rollout {} is {}: {}", rollout.id(), rollout.status().text(), words(counts));
    }

    private static String words(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String what(EventRequest request) {
        return request.name().equals(RemoteCommand.EVENT)
                ? "exec of " + program(request)
                : "event '" + request.name() + "'";
    }

    private static String program(EventRequest request) {
        var command = RemoteCommand.decode(request.payload());
        return command.shell() ? "a line for the shell" : "'" + command.words().getFirst() + "'";
    }

    private static String address(String from) {
        return from.isEmpty() ? NOBODY : from;
    }

    private static String filters(EventRequest request) {
        var filters = new ArrayList<String>();
        AuditTrail.filters(request.nodeFilter(), request.serviceFilter(), request.tagFilter(), request.metaFilters())
                .forEach((kind, filter) -> filters.add(kind + "=" + filter));
        return filters.isEmpty() ? "all nodes" : String.join(" ", filters);
    }
}
