package engine.cli;

/** Makes the agent read its configuration again. */
final class ReloadCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "reload",
                        "Makes the agent read its configuration files again, and tells what of it waits for a restart.")
                .with(Syntax.CONNECTION)
                .example("reload");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var answer = Api.of(arguments, shell).put(Target.of("/v1/agent/reload"), "");
        shell.line("Configuration reload triggered");
        // One sentence a line for what waits for a restart; nothing where nothing does.
        answer.lines().map(Table::safe).forEach(shell::line);
        return 0;
    }
}
