package engine.cli;

/** Takes a server out of the cluster, in Consul's form. */
final class RaftRemovePeerCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "operator raft remove-peer", "Takes a server out of the cluster, as operator remove-peer does.")
                .with(
                        Option.of(
                                "address", "HOST:PORT", "Address of the server, as operator raft list-peers shows it."),
                        Option.of("id", "ID", "Id of the server."),
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("operator raft remove-peer -address=10.0.0.3:8300");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var address = arguments.value("address", "");
        var id = arguments.value("id", "");
        if (address.isEmpty() == id.isEmpty()) {
            throw Failure.usage("name the server by one of --address and --id.");
        }
        Api.of(arguments, shell)
                .delete(Target.of("/v1/operator/raft/peer")
                        .with("dc", arguments.value("datacenter"))
                        .with("address", address)
                        .with("id", id));
        shell.line("Removed peer with " + Table.safe(id.isEmpty() ? "address \"" + address : "id \"" + id) + "\"");
        return 0;
    }
}
