package engine.cli;

/** Lists, or forgets, writes that were made without a majority and could not be taken over. */
final class KvConflictsCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("kv conflicts", "Lists writes of --available that were not taken over, or forgets one.")
                .operands("[PREFIX|KEY]", 1)
                .with(Option.of("forget", "STAMP", "Forget the write of KEY that has this stamp."), Syntax.FORMAT)
                .with(KvKeys.READING)
                .with(Syntax.CONNECTION)
                .example("kv conflicts", "kv conflicts --forget 5f3-1 app/version");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        KvKeys.checkNamespace(arguments);
        var key = KvKeys.of(arguments);
        var api = Api.of(arguments, shell);
        var target = Target.of("/v1/kv-conflicts/").path(key);
        var stamp = arguments.value("forget");
        if (stamp != null) {
            forget(api, target.with("dc", arguments.value("datacenter")), key, stamp);
            shell.line("Success! Forgotten: " + Table.safe(key));
            return 0;
        }
        var conflicts = api.get(target.where(arguments));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(conflicts));
            return 0;
        }
        var table = new Table("Key", "Stamp", "Time", "Operation", "By", "BasedOn", "Found", "Value");
        for (var conflict : Fields.list(conflicts)) {
            var by = conflict.text("By");
            table.row(
                    conflict.text("Key"),
                    conflict.text("Stamp"),
                    conflict.text("Time"),
                    conflict.text("Operation"),
                    by.isEmpty() ? "-" : by,
                    conflict.text("BasedOn"),
                    conflict.text("Found"),
                    KvValue.shown(conflict, "Value"));
        }
        shell.out().print(Fields.list(conflicts).isEmpty() ? "No conflicts.\n" : table.text());
        return 0;
    }

    private static void forget(Api api, Target target, String key, String stamp) {
        if (key.isEmpty() || stamp.isEmpty()) {
            throw Failure.usage("--forget takes the stamp of a write, and its key: both are listed.");
        }
        if (!api.delete(target.with("stamp", stamp)).equals("true")) {
            throw new Failure("there is no such write of the key: " + Table.safe(key) + ".");
        }
    }
}
