package engine.cli;

/** Lists the triggers that are kept in the cluster. */
final class TriggerListCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("trigger list", "Lists the triggers kept in the cluster, and how many nodes run each.")
                .with(Syntax.FORMAT, Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("trigger list");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var target = Target.of("/v1/event/triggers").with("nodes").where(arguments);
        var triggers = Api.of(arguments, shell).get(target);
        if (format == Format.JSON) {
            shell.line(JsonText.indented(triggers));
            return 0;
        }
        var table = new Table("Trigger", "Version", "Applied At", "Applied By", "Run", "Refuse", "Own", "Fail");
        for (var trigger : Fields.list(triggers)) {
            var nodes = trigger.object("Nodes");
            table.row(
                    trigger.text("Name"),
                    trigger.text("Version"),
                    Times.toMillis(trigger.text("AppliedAt")),
                    trigger.text("AppliedBy"),
                    Integer.toString(nodes.texts("Run").size()),
                    Integer.toString(nodes.texts("Refuse").size()),
                    Integer.toString(nodes.texts("Define").size()),
                    Integer.toString(nodes.object("Fail").map().size()));
        }
        shell.out().print(table.text());
        return 0;
    }
}
