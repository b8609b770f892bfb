package engine.cli;

/** Deletes keys. */
final class KvDeleteCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("kv delete", "Deletes a key, or all keys with a prefix.")
                .operands("KEY|PREFIX", 1)
                .with(
                        Option.flag("recurse", "Delete all keys with this prefix."),
                        Option.flag("cas", "Delete only if the key's index is still --modify-index."),
                        Option.of("modify-index", "NUMBER", "Index to compare with."),
                        KvKeys.AVAILABLE)
                .with(KvKeys.WRITING)
                .with(Syntax.CONNECTION)
                .example("kv delete app/version", "kv delete --recurse app/");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        boolean recurse = arguments.has("recurse");
        if (arguments.operands().isEmpty() || (KvKeys.of(arguments).isEmpty() && !recurse)) {
            throw Failure.usage("name a key: `engine kv delete KEY`.");
        }
        if (recurse && arguments.has("cas")) {
            throw Failure.usage("--cas is for one key, not for --recurse.");
        }
        var key = KvKeys.of(arguments);
        var target = KvKeys.writing(key, arguments).with("cas", KvKeys.compareWith(arguments));
        var answer = Api.of(arguments, shell).delete(recurse ? target.with("recurse") : target);
        if (!answer.equals("true")) {
            throw new Failure("did not delete key " + key + ": it has changed since index "
                    + arguments.value("modify-index") + ".");
        }
        shell.line(recurse ? "Success! Deleted keys with prefix: " + key : "Success! Deleted key: " + key);
        return 0;
    }
}
