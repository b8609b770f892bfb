package engine.cli;

/** Makes the agent leave the cluster and end. */
final class LeaveCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("leave", "Makes the agent leave the cluster and end.")
                .with(Syntax.CONNECTION)
                .example("leave", "leave --http-addr 10.0.0.3:8500");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        Api.of(arguments, shell).put(Target.of("/v1/agent/leave"), "");
        shell.line("Graceful leave complete");
        return 0;
    }
}
