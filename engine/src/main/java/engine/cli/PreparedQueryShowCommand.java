package engine.cli;

import org.jspecify.annotations.Nullable;

/** Shows a prepared query as it was defined. */
final class PreparedQueryShowCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("prepared-query show", "Shows the definition of a prepared query as JSON.")
                .operands("NAME|ID", 1)
                .with(Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("prepared-query show shop");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        if (arguments.operands().isEmpty()) {
            throw Failure.usage("name a query: `engine prepared-query show NAME`.");
        }
        var name = arguments.operands().getFirst();
        shell.line(JsonText.indented(find(Api.of(arguments, shell), arguments, name)));
        return 0;
    }

    /** The query with this id or name, which is unique in any case; fails when there is none. */
    static @Nullable Object find(Api api, Arguments arguments, String name) {
        for (var query : Fields.list(api.get(Target.of("/v1/query").where(arguments)))) {
            if (query.text("ID").equalsIgnoreCase(name) || query.text("Name").equalsIgnoreCase(name)) {
                return query.map();
            }
        }
        throw new Failure("there is no prepared query '" + name + "'. `engine prepared-query list` shows all.");
    }
}
