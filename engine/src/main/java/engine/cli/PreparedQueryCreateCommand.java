package engine.cli;

import java.io.IOException;

/** Creates a prepared query from a file. */
final class PreparedQueryCreateCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("prepared-query create", "Creates a prepared query from its definition as JSON.")
                .operands("FILE|-", 1)
                .with(Syntax.FORMAT, Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("prepared-query create shop.json", "prepared-query create -");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        if (arguments.operands().isEmpty()) {
            throw Failure.usage("name a file: `engine prepared-query create FILE`.");
        }
        var format = Format.of(arguments);
        var file = arguments.operands().getFirst();
        var definition = Payload.read(file.equals("-") ? file : "@" + file, shell);
        var created =
                Json.parse(Api.of(arguments, shell).post(Target.of("/v1/query").where(arguments), definition));
        shell.line(
                format == Format.JSON
                        ? JsonText.indented(created)
                        : "Prepared query " + Table.safe(Fields.of(created).text("ID")) + " is created.");
        return 0;
    }
}
