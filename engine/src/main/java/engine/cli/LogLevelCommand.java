package engine.cli;

/** Shows the levels of an agent's log, and changes those of its parts. */
final class LogLevelCommand implements Command {
    private static final String PATH = "/v1/agent/log-level";

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "log-level",
                        "Shows how much an agent logs, or changes it for one part: checks, cluster, config, disk, dns, events,"
                                + " http, kv, link, pekko, raft or state.")
                .operands("[PART LEVEL]", 2)
                .with(Option.of("for", "TIME", "Go back after so long, at most 24h; default: when the agent ends."))
                .with(Syntax.CONNECTION)
                .example("log-level", "log-level dns debug --for 10m", "log-level dns default");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var operands = arguments.operands();
        if (operands.size() == 1) {
            throw Failure.usage("name a part and a level: `engine log-level dns debug`.");
        }
        var api = Api.of(arguments, shell);
        var answer = operands.isEmpty()
                ? api.get(Target.of(PATH))
                : Json.parse(api.put(
                        Target.of(PATH)
                                .with("part", operands.getFirst())
                                .with("level", operands.getLast())
                                .with("for", arguments.time("for")),
                        ""));
        var levels = Fields.of(answer);
        var table = new Table("Part", "Level", "Until");
        table.row("all", levels.text("Level"), "-");
        for (var part : levels.object("Parts").sorted().entrySet()) {
            var set = Fields.of(part.getValue());
            table.row(part.getKey(), set.text("Level"), set.text("Until").isEmpty() ? "-" : set.text("Until"));
        }
        shell.out().print(table.text());
        return 0;
    }
}
