package engine.cli;

/** Lists the prepared queries. */
final class PreparedQueryListCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("prepared-query list", "Lists the prepared queries: names, and what each looks for.")
                .with(Syntax.FORMAT, Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("prepared-query list");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var queries = Api.of(arguments, shell).get(Target.of("/v1/query").where(arguments));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(queries));
            return 0;
        }
        var table = new Table("Name", "ID", "Service", "Tags", "Template", "TTL");
        for (var query : Fields.list(queries)) {
            var service = query.object("Service");
            table.row(
                    query.text("Name"),
                    query.text("ID"),
                    service.text("Service"),
                    String.join(",", service.texts("Tags")),
                    query.object("Template").text("Type").isEmpty() ? "no" : "yes",
                    query.object("DNS").text("TTL"));
        }
        shell.out().print(table.text());
        return 0;
    }
}
