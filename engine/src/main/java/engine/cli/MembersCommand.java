package engine.cli;

import java.util.Comparator;
import java.util.List;

/** Lists the agents of the cluster. */
final class MembersCommand implements Command {
    private static final List<String> STATUS = List.of("none", "alive", "leaving", "left", "failed");

    @Override
    public Syntax syntax() {
        return Syntax.of("members", "Lists the agents that the cluster knows, and how they are.")
                .with(
                        Option.of("status", "REGEX", "Only agents in such a state: alive, leaving, left or failed."),
                        Option.flag("detailed", "Show the tags of each agent."),
                        Option.flag("wan", "Show the servers of all datacenters."),
                        Syntax.FORMAT)
                .with(Syntax.CONNECTION)
                .example("members", "members --status failed --format json");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var wanted = Patterns.compile("status", arguments.value("status", ""));
        var target = Target.of("/v1/agent/members");
        var members =
                Fields.list(Api.of(arguments, shell).get(arguments.has("wan") ? target.with("wan", "1") : target))
                        .stream()
                        .filter(member -> wanted.matcher(status(member)).find())
                        .sorted(Comparator.comparing((Fields member) -> member.text("Name")))
                        .toList();
        if (format == Format.JSON) {
            shell.line(JsonText.indented(members.stream().map(Fields::map).toList()));
        } else if (!members.isEmpty()) {
            shell.out().print(table(members, arguments.has("detailed")).text());
        }
        if (members.isEmpty()) {
            throw new Failure("no agent is in such a state.");
        }
        return 0;
    }

    private static Table table(List<Fields> members, boolean detailed) {
        var table = detailed
                ? new Table("Node", "Address", "Status", "Tags")
                : new Table("Node", "Address", "Status", "Type", "Build", "DC");
        for (var member : members) {
            var tags = member.object("Tags");
            var address = new Address(member.text("Addr"), (int) member.number("Port")).toString();
            if (detailed) {
                table.row(member.text("Name"), address, status(member), tags.pairs(","));
            } else {
                table.row(member.text("Name"), address, status(member), type(tags), build(tags), tags.text("dc"));
            }
        }
        return table;
    }

    private static String status(Fields member) {
        int number = (int) member.number("Status");
        return number >= 0 && number < STATUS.size() ? STATUS.get(number) : "unknown";
    }

    private static String type(Fields tags) {
        return switch (tags.text("role")) {
            case "consul" -> "server";
            case "node" -> "client";
            default -> "unknown";
        };
    }

    /** A build tag is {@code version:revision}. */
    private static String build(Fields tags) {
        var build = tags.text("build");
        int colon = build.indexOf(':');
        return colon < 0 ? build : build.substring(0, colon);
    }
}
