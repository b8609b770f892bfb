package engine.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists the checks of the agent. */
final class ChecksCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("checks", "Lists the health checks of this agent with their state.")
                .with(
                        Option.of("service", "NAME", "Only checks of the service with this name or id."),
                        Option.of("status", "passing|warning|critical", "Only checks in this state."),
                        Option.flag("critical", "Only checks that are critical."),
                        Option.of(
                                "history",
                                "ID",
                                "How this check came to be as it is: the latest changes, newest last."),
                        Option.flag(
                                "external",
                                "The checks of nodes without an agent instead, and which agent probes each."),
                        Option.of(
                                "node",
                                "NAME",
                                "With --external --history: the node of the check, where several have one of this id."),
                        Syntax.FORMAT)
                .with(Syntax.CONNECTION)
                .example(
                        "checks",
                        "checks --service web --critical",
                        "checks --history service:web",
                        "checks --external --critical",
                        "checks --external --history lp:tcp --node printer");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var one = arguments.value("history");
        if (one != null) {
            if (arguments.has("node") && !arguments.has("external")) {
                throw Failure.usage("--node goes with --external: without it --history is of a check of this agent.");
            }
            return history(one, arguments, shell);
        }
        if (arguments.has("node")) {
            throw Failure.usage("--node goes with --external --history ID.");
        }
        var format = Format.of(arguments);
        var service = arguments.value("service", "");
        var status = status(arguments);
        var api = Api.of(arguments, shell);
        if (arguments.has("external")) {
            return ExternalTable.print(api, check -> matches(check, service, status), format, shell);
        }
        var checks = Fields.of(api.get(Target.of("/v1/agent/checks"))).sorted();
        checks.values().removeIf(check -> !matches(Fields.of(check), service, status));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(checks));
            return 0;
        }
        var since = since(api);
        var table = new Table("Check", "Name", "Service", "Status", "Since", "Output");
        for (var entry : checks.entrySet()) {
            var check = Fields.of(entry.getValue());
            table.row(
                    entry.getKey(),
                    check.text("Name"),
                    check.text("ServiceName"),
                    check.text("Status") + (isShownOnly(entry.getValue()) ? " (not routing)" : ""),
                    since.getOrDefault(entry.getKey(), "-"),
                    firstLine(check.text("Output")));
        }
        shell.out().print(table.text());
        return 0;
    }

    private static boolean isShownOnly(Object check) {
        return check instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("Routing"));
    }

    private static String status(Arguments arguments) {
        var status = arguments.value("status", "");
        if (!List.of("", "passing", "warning", "critical").contains(status)) {
            throw Failure.usage("--status is passing, warning or critical, not '" + status + "'.");
        }
        if (arguments.has("critical") && !List.of("", "critical").contains(status)) {
            throw Failure.usage("--critical and --status " + status + " exclude each other.");
        }
        return arguments.has("critical") ? "critical" : status;
    }

    /** By the id of a check; those of maintenance have none, and an agent of Consul knows of none. */
    private static Map<String, String> since(Api api) {
        var since = new HashMap<String, String>();
        var reply = api.find(Target.of("/v1/agent/check/history"));
        if (reply.ok()) {
            for (var check : Fields.list(Json.parse(reply.text()))) {
                since.put(check.text("CheckID"), Times.toMillis(check.text("Since")));
            }
        }
        return since;
    }

    private static int history(String id, Arguments arguments, Shell shell) {
        for (var other : List.of("service", "status", "critical")) {
            if (arguments.has(other)) {
                throw Failure.usage("--history ID is about one check: leave out --" + other + ".");
            }
        }
        var format = Format.of(arguments);
        var api = Api.of(arguments, shell);
        var history = arguments.has("external")
                ? ExternalTable.history(api, id, arguments.value("node", ""))
                : api.get(Target.of("/v1/agent/check/history/").path(id));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(history));
        } else {
            print(id, Fields.of(history), shell);
        }
        return 0;
    }

    private static void print(String id, Fields check, Shell shell) {
        shell.line("%s is %s since %s; its status has changed %s."
                .formatted(
                        Table.safe(id),
                        check.text("Status"),
                        Times.toMillis(check.text("Since")),
                        check.number("Changes") == 1 ? "once" : check.number("Changes") + " times"));
        var table = new Table("Time", "From", "To", "Output");
        for (var transition : check.objects("Transitions")) {
            table.row(
                    Times.toMillis(transition.text("At")),
                    transition.text("From"),
                    transition.text("To"),
                    firstLine(transition.text("Output")));
        }
        if (!check.objects("Transitions").isEmpty()) {
            shell.out().print(table.text());
        }
    }

    /** What a table has room for. */
    static String firstLine(String output) {
        var line = output.strip().lines().findFirst().orElse("");
        return line.length() > 100 ? line.substring(0, 100) + "..." : line;
    }

    private static boolean matches(Fields check, String service, String status) {
        return (service.isEmpty()
                        || service.equals(check.text("ServiceName"))
                        || service.equals(check.text("ServiceID")))
                && (status.isEmpty() || status.equals(check.text("Status")));
    }
}
