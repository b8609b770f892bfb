package engine.cli;

/** Shows a rollout, or follows it. */
final class RolloutShowCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("rollout show", "Shows a rollout with its nodes, in their order.")
                .operands("ID", 1)
                .with(
                        Option.flag("follow", "Print what each node ran as it is over, until the rollout is."),
                        Syntax.FORMAT,
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("rollout show 01a1fb23-17a0-7058-b195-4af3e1e2448e --follow");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var id = id("show", arguments);
        var format = Format.of(arguments);
        var api = Api.of(arguments, shell);
        var answer = Json.parse(found(api, id, arguments).text());
        if (arguments.has("follow")) {
            return new RolloutFollower(api, shell, format).follow(id);
        }
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer));
            return 0;
        }
        print(Fields.of(answer), shell);
        return 0;
    }

    private static Reply found(Api api, String id, Arguments arguments) {
        var reply = api.getReply(Target.of("/v1/event/rollout/show/").path(id).where(arguments));
        if (reply.status() == 404) {
            throw new Failure("there is no rollout with the id " + Table.safe(id) + " (any more).");
        }
        return api.expectOk(reply);
    }

    /** The rollout that a command line names. */
    static String id(String verb, Arguments arguments) {
        if (arguments.operands().isEmpty() || arguments.operands().getFirst().isEmpty()) {
            throw Failure.usage(
                    "name a rollout by its id: `engine rollout " + verb + " ID`; `engine rollout list` shows ids.");
        }
        return arguments.operands().getFirst();
    }

    private static void print(Fields rollout, Shell shell) {
        shell.line(shell.bold("Rollout") + " " + Table.safe(rollout.text("ID")));
        var head = new Table()
                .row("What", RolloutListCommand.what(rollout))
                .row("Status", rollout.text("Status"))
                .row("Nodes", RolloutListCommand.counts(rollout))
                .row("Plan", rollout.object("Plan").pairs(", "))
                .row(
                        "Started",
                        RolloutListCommand.millis(rollout.text("StartedAt")) + " by " + rollout.text("FiredBy")
                                + from(rollout));
        shell.out().print(head.text());
        var table = new Table("Node", "Status", "Attempt", "Event", "Reason");
        for (var node : rollout.objects("Nodes")) {
            table.row(
                    node.text("Node"),
                    node.text("Status"),
                    node.text("Attempt"),
                    orDash(node.text("EventID")),
                    orDash(node.text("Reason")));
        }
        shell.out().print(table.text());
    }

    private static String from(Fields rollout) {
        return rollout.text("FiredFrom").isEmpty() ? "" : " from " + rollout.text("FiredFrom");
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
