package engine.cli;

/** Lists the datacenters. */
final class CatalogDatacentersCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("catalog datacenters", "Lists the datacenters that are known.")
                .with(Syntax.FORMAT)
                .with(Syntax.CONNECTION)
                .example("catalog datacenters");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var datacenters = Api.of(arguments, shell).get(Target.of("/v1/catalog/datacenters"));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(datacenters));
        } else {
            Fields.texts(datacenters).forEach(name -> shell.line(Table.safe(name)));
        }
        return 0;
    }
}
