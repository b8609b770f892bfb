package engine;

import engine.events.Coordination.Kept;
import engine.events.RemoteCommand;
import engine.events.Rollout;
import engine.events.RolloutRecord;
import engine.events.Run;
import engine.http.Audit;
import engine.http.Indexed;
import engine.state.EventState;
import engine.state.Published;
import engine.state.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.util.ByteString;

/** What was asked of nodes, from the log of events and the rollouts that are kept: there is no other record of it. */
record AuditTrail(Published published, KeptRollouts rollouts) implements Audit {
    private static final String OPEN = "open";
    private static final String NOTHING = "nothing";
    private static final String SUCCEEDED = Run.Status.SUCCEEDED.text();
    private static final String FAILED = Run.Status.FAILED.text();

    @Override
    public Indexed<List<Entry>> entries(Search search) {
        var events = published.current().events();
        var found = new ArrayList<Entry>();
        events.fromNewest(state -> {
            var event = Objects.requireNonNull(state.event());
            if (search.since().map(since -> event.firedAt().isBefore(since)).orElse(false)) {
                return true;
            }
            // What a rollout fires is told with the rollout.
            if (!event.firedFrom().startsWith(RolloutRecord.ORIGIN) && isWanted(search, kind(event.name()))) {
                found.add(entry(event, state));
            }
            return found.size() < search.limit();
        });
        if (isWanted(search, "rollout")) {
            rollouts.all().stream()
                    .map(Kept::record)
                    .filter(record -> search.since()
                            .map(since -> !record.startedAt().isBefore(since))
                            .orElse(true))
                    .map(AuditTrail::entry)
                    .forEach(found::add);
        }
        found.sort(Comparator.comparing(Entry::time).reversed());
        return new Indexed<>(events.changedAt(), found.subList(0, Math.min(search.limit(), found.size())));
    }

    private static boolean isWanted(Search search, String kind) {
        return search.kind().isEmpty() || search.kind().equals(kind);
    }

    private static String kind(String event) {
        return switch (event) {
            case RemoteCommand.EVENT -> "exec";
            case EventPurge.RECORD -> "purge";
            default -> "event";
        };
    }

    private static Entry entry(Value.Event event, EventState state) {
        var nodes = nodes(state);
        var cause = event.cause();
        var purge = event.name().equals(EventPurge.RECORD) && cause != null ? cause.text() : "";
        return new Entry(
                event.firedAt(),
                kind(event.name()),
                event.id(),
                event.firedBy(),
                event.firedFrom(),
                !purge.isEmpty() ? purge : what(event.name(), event.payload()),
                filters(event.nodeFilter(), event.serviceFilter(), event.tagFilter(), event.metaFilters()),
                nodes,
                !purge.isEmpty() ? SUCCEEDED : result(nodes.values()));
    }

    /** The worst of each node's runs. */
    private static SortedMap<String, String> nodes(EventState state) {
        var nodes = new TreeMap<String, String>();
        for (var receipt : state.receipts().values()) {
            nodes.put(receipt.node(), receipt.triggers() == 0 ? NOTHING : OPEN);
        }
        for (var receipt : state.receipts().values()) {
            var runs = state.runs().values().stream()
                    .filter(run -> run.node().equals(receipt.node()))
                    .toList();
            if (receipt.triggers() > 0
                    && runs.size() >= receipt.triggers()
                    && runs.stream().allMatch(Value.Run::ended)) {
                nodes.put(
                        receipt.node(),
                        runs.stream()
                                .map(Value.Run::status)
                                .filter(status -> !status.equals(SUCCEEDED))
                                .findFirst()
                                .orElse(SUCCEEDED));
            }
        }
        return nodes;
    }

    private static String result(Collection<String> nodes) {
        var ran = nodes.stream().filter(status -> !status.equals(NOTHING)).toList();
        if (ran.isEmpty()) {
            return NOTHING;
        }
        return ran.contains(OPEN) ? OPEN : ran.stream().allMatch(Run.Status::isWell) ? SUCCEEDED : FAILED;
    }

    private static Entry entry(RolloutRecord record) {
        var nodes = new TreeMap<String, String>();
        record.rollout()
                .nodes()
                .forEach(node -> nodes.put(node.name(), node.step().text()));
        var event = record.event();
        return new Entry(
                record.startedAt(),
                "rollout",
                record.rollout().id(),
                record.firedBy(),
                record.firedFrom(),
                what(event.name(), event.payload()),
                filters(event.nodeFilter(), event.serviceFilter(), event.tagFilter(), event.metaFilters()),
                nodes,
                result(record.rollout()));
    }

    private static String result(Rollout rollout) {
        if (!rollout.over()) {
            return OPEN;
        }
        return rollout.nodes().stream().allMatch(node -> node.succeeded()) ? SUCCEEDED : FAILED;
    }

    private static String what(String event, ByteString payload) {
        return event.equals(RemoteCommand.EVENT) ? command(payload) : event;
    }

    /** The command that a payload carries, as a person writes it; empty for one that is none. */
    static String command(ByteString payload) {
        try {
            return RemoteCommand.decode(payload).text();
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    static SortedMap<String, String> filters(String node, String service, String tag, Map<String, String> meta) {
        var filters = new TreeMap<String, String>();
        Map.of("node", node, "service", service, "tag", tag).forEach((kind, filter) -> {
            if (!filter.isEmpty()) {
                filters.put(kind, filter);
            }
        });
        meta.forEach((key, filter) -> filters.put("meta " + key, filter));
        return filters;
    }
}
