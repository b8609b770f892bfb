package engine.cli;

/** Counts what is registered. */
final class UsageInstancesCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("operator usage instances", "Counts the nodes, services and instances that are registered.")
                .with(Syntax.FORMAT, Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("operator usage instances");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var answer =
                Api.of(arguments, shell).get(Target.of("/v1/operator/usage").with("dc", arguments.value("datacenter")));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer));
            return 0;
        }
        var table = new Table("Datacenter", "Nodes", "Services", "Instances", "Billable Instances");
        Fields.of(answer).object("Usage").sorted().forEach((datacenter, said) -> {
            var usage = Fields.of(said);
            table.row(
                    datacenter,
                    usage.text("Nodes"),
                    usage.text("Services"),
                    usage.text("ServiceInstances"),
                    usage.text("BillableServiceInstances"));
        });
        shell.out().print(table.text());
        return 0;
    }
}
