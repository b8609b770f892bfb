package engine.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The checks of nodes without an agent, and who probes them. */
final class ExternalTable {

    private static final String HISTORY = "/v1/external-checks/history";

    private ExternalTable() {}

    static int print(Api api, Predicate<Fields> wanted, Format format, Shell shell) {
        var answer = Fields.of(api.get(Target.of("/v1/external-checks")));
        var checks = answer.objects("Checks").stream().filter(wanted).toList();
        if (format == Format.JSON) {
            shell.line(JsonText.indented(checks.stream().map(Fields::map).toList()));
            return 0;
        }
        if (answer.objects("Probers").isEmpty()) {
            shell.line("Nobody probes: no agent that may is alive, or there is no majority of the servers.");
        }
        var since = since(api);
        var table = new Table("Node", "Check", "Name", "Service", "Status", "Since", "Prober", "Output");
        for (var check : checks) {
            var prober = check.text("Prober");
            table.row(
                    check.text("Node"),
                    check.text("CheckID"),
                    check.text("Name"),
                    check.text("ServiceName"),
                    check.text("Status").isEmpty() ? "-" : check.text("Status"),
                    since.getOrDefault(place(check), "-"),
                    prober.isEmpty() ? "-" : prober,
                    ChecksCommand.firstLine(check.text("Output")));
        }
        shell.out().print(table.text());
        return 0;
    }

    /** By node and id; empty where the server is of an older version. */
    private static Map<List<String>, String> since(Api api) {
        var since = new HashMap<List<String>, String>();
        var reply = api.find(Target.of(HISTORY));
        if (reply.ok()) {
            Fields.list(Json.parse(reply.text()))
                    .forEach(check -> since.put(place(check), Times.toMillis(check.text("Since"))));
        }
        return since;
    }

    private static List<String> place(Fields check) {
        return List.of(check.text("Node"), check.text("CheckID"));
    }

    /**
     * How one of them came to be as it is.
     *
     * @param node of the check; empty for the one that has a check of this id
     */
    static @Nullable Object history(Api api, String id, String node) {
        return api.get(Target.of(HISTORY + "/").path(id).with("node", node.isEmpty() ? onlyNode(api, id) : node));
    }

    private static String onlyNode(Api api, String id) {
        var nodes = Fields.list(api.get(Target.of(HISTORY))).stream()
                .filter(check -> check.text("CheckID").equalsIgnoreCase(id))
                .map(check -> check.text("Node"))
                .toList();
        return switch (nodes.size()) {
            case 0 ->
                throw new Failure(
                        "No node without an agent has a check '" + id + "': `engine checks --external` lists them.");
            case 1 -> nodes.getFirst();
            default ->
                throw Failure.usage("Several nodes have a check '" + id + "': say which with --node: "
                        + String.join(", ", nodes) + ".");
        };
    }
}
