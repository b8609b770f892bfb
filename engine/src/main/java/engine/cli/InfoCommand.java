package engine.cli;

/** Prints the agent's figures. */
final class InfoCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("info", "Prints the agent's own figures, by group.")
                .with(Syntax.FORMAT)
                .with(Syntax.CONNECTION)
                .example("info", "info --format json");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var self = Fields.of(Api.of(arguments, shell).get(Target.of("/v1/agent/self")));
        var groups = self.object("Stats").sorted();
        if (format == Format.JSON) {
            shell.line(JsonText.indented(groups));
            return 0;
        }
        for (var group : groups.entrySet()) {
            shell.line(Table.safe(group.getKey()) + ":");
            for (var figure : Fields.of(group.getValue()).sorted().entrySet()) {
                shell.line("\t" + Table.safe(figure.getKey() + " = " + figure.getValue()));
            }
        }
        return 0;
    }
}
