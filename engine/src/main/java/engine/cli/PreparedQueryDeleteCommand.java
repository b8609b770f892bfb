package engine.cli;

/** Deletes a prepared query. */
final class PreparedQueryDeleteCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("prepared-query delete", "Deletes a prepared query.")
                .operands("NAME|ID", 1)
                .with(Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("prepared-query delete shop");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        if (arguments.operands().isEmpty()) {
            throw Failure.usage("name a query: `engine prepared-query delete NAME`.");
        }
        var name = arguments.operands().getFirst();
        var api = Api.of(arguments, shell);
        var id = Fields.of(PreparedQueryShowCommand.find(api, arguments, name)).text("ID");
        api.delete(Target.of("/v1/query/").path(id).where(arguments));
        shell.line("Prepared query " + Table.safe(name) + " is deleted.");
        return 0;
    }
}
