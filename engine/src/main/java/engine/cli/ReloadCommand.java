package engine.cli;

/** Makes the agent read its configuration again. */
final class ReloadCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("reload", "Makes the agent read its configuration files again.")
                .with(Syntax.CONNECTION)
                .example("reload");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var answer = Api.of(arguments, shell).put(Target.of("/v1/agent/reload"), "");
        shell.line("Configuration reload triggered");
        if (answer.startsWith("[")) {
            for (var sentence : Fields.texts(Json.parse(answer))) {
                shell.line(Table.safe(sentence));
            }
        }
        return 0;
    }
}
