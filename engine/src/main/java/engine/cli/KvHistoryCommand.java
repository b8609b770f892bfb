package engine.cli;

/** Shows the latest versions of a key. */
final class KvHistoryCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("kv history", "Shows the latest versions of a key: when, by whom, and what it was.")
                .operands("KEY", 1)
                .with(Syntax.FORMAT)
                .with(KvKeys.READING)
                .with(Syntax.CONNECTION)
                .example("kv history app/version", "kv history app/version --format json");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        KvKeys.checkNamespace(arguments);
        var key = KvKeys.of(arguments);
        if (key.isEmpty()) {
            throw Failure.usage("name a key: `engine kv history KEY`.");
        }
        var reply = Api.of(arguments, shell)
                .find(Target.of("/v1/kv-history/").path(key).where(arguments));
        if (!reply.ok()) {
            throw new Failure("there is no history of the key: " + Table.safe(key) + ".");
        }
        var versions = Json.parse(reply.text());
        if (format == Format.JSON) {
            shell.line(JsonText.indented(versions));
            return 0;
        }
        var table = new Table("Index", "Time", "Operation", "By", "Flags", "Value");
        for (var version : Fields.list(versions)) {
            var by = version.text("By");
            table.row(
                    version.text("Index"),
                    version.text("Time"),
                    version.text("Operation"),
                    by.isEmpty() ? "-" : by,
                    version.text("Flags"),
                    KvValue.shown(version, "Value"));
        }
        shell.out().print(table.text());
        return 0;
    }
}
