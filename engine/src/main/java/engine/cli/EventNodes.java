package engine.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The nodes that an event concerns, as the catalog has them. */
record EventNodes(List<Fields> nodes) {
    private static final Set<Integer> CANNOT_TELL = Set.of(404, 405, 501);

    /** Asks the agent; an agent that cannot tell is a failure. */
    static EventNodes ask(Api api, EventFilters filters) {
        var reply = api.getReply(filters.to(Target.of("/v1/event/match")));
        if (CANNOT_TELL.contains(reply.status())) {
            throw new Failure("the agent at " + api.address() + " cannot tell which nodes match: " + Api.why(reply));
        }
        return new EventNodes(Fields.list(Json.parse(api.expectOk(reply).text())));
    }

    /** Fails when there is none that could run anything, now or, when nobody waits, later. */
    EventNodes expected(boolean waits) {
        if (nodes.isEmpty()) {
            throw new Failure("no node matches: nothing was fired.");
        }
        if (waits && alive().isEmpty()) {
            throw new Failure("no node that matches is alive (" + names(nodes)
                    + "): nothing was fired. With --no-wait they get it when they are back.");
        }
        return this;
    }

    /** Names of those that can answer. */
    Set<String> alive() {
        return nodes.stream()
                .filter(node -> node.truth("Alive"))
                .map(node -> node.text("Node"))
                .collect(Collectors.toSet());
    }

    /** For people. */
    String table() {
        var table = new Table("Node", "Status");
        nodes.forEach(node -> table.row(node.text("Node"), node.truth("Alive") ? "alive" : "failed"));
        return table.text();
    }

    private static String names(List<Fields> nodes) {
        return Table.safe(nodes.stream().map(node -> node.text("Node")).collect(Collectors.joining(", ")));
    }
}
