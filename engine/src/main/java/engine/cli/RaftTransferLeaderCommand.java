package engine.cli;

/** Has another server lead. */
final class RaftTransferLeaderCommand implements Command {
    private static final byte[] NOTHING = new byte[0];

    @Override
    public Syntax syntax() {
        return Syntax.of("operator raft transfer-leader", "Has another server lead the log of keys and sessions.")
                .with(
                        Option.of("id", "ID", "Id of the server that is to lead; default the one that knows most."),
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("operator raft transfer-leader");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var api = Api.of(arguments, shell);
        api.expectOk(api.send(
                "POST",
                Target.of("/v1/operator/raft/transfer-leader")
                        .with("dc", arguments.value("datacenter"))
                        .with("id", arguments.value("id")),
                NOTHING,
                Api.TIMEOUT));
        shell.line("Success");
        return 0;
    }
}
