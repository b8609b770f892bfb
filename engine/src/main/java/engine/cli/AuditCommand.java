package engine.cli;

/** Lists who asked what of which nodes. */
final class AuditCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("audit", "Lists who asked what of which nodes, newest last, and what came of it.")
                .with(
                        Option.of("kind", "event|exec|purge|rollout", "Only this kind."),
                        Option.of("since", "TIME", "Only what was asked since then: 90m, 24h or 2026-01-02T15:04:05Z."),
                        Option.of("limit", "N", "No more of the newest; default 100."),
                        Syntax.FORMAT,
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("audit --since 24h", "audit --kind exec --format json");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var target = Target.of("/v1/event/audit")
                .where(arguments)
                .with("kind", arguments.value("kind"))
                .with("since", arguments.value("since"))
                .with("limit", arguments.unsigned("limit"));
        var entries = Api.of(arguments, shell).get(target);
        if (format == Format.JSON) {
            shell.line(JsonText.indented(entries));
            return 0;
        }
        var table = new Table("Time", "Kind", "What", "By", "From", "Meant", "Nodes", "Result");
        for (var entry : Fields.list(entries)) {
            var filters = entry.object("Filters").pairs(" ");
            table.row(
                    RolloutListCommand.millis(entry.text("Time")),
                    entry.text("Kind"),
                    entry.text("What"),
                    entry.text("By"),
                    entry.text("From").isEmpty() ? "-" : entry.text("From"),
                    filters.isEmpty() ? "all" : filters,
                    Integer.toString(entry.object("Nodes").map().size()),
                    entry.text("Result"));
        }
        shell.out().print(table.text());
        return 0;
    }
}
