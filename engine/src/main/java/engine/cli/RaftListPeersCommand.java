package engine.cli;

/** Lists the servers as Consul does. */
final class RaftListPeersCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("operator raft list-peers", "Lists the servers in Consul's form; operator peers says more.")
                .with(Syntax.FORMAT, Syntax.DATACENTER, Syntax.STALE)
                .with(Syntax.CONNECTION)
                .example("operator raft list-peers");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var answer = Api.of(arguments, shell)
                .get(Target.of("/v1/operator/raft/configuration").where(arguments));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer));
            return 0;
        }
        var table = new Table("Node", "ID", "Address", "State", "Voter", "RaftProtocol");
        for (var server : Fields.of(answer).objects("Servers")) {
            table.row(
                    server.text("Node"),
                    server.text("ID"),
                    server.text("Address"),
                    server.truth("Leader") ? "leader" : "follower",
                    Boolean.toString(server.truth("Voter")),
                    server.text("ProtocolVersion"));
        }
        shell.out().print(table.text());
        return 0;
    }
}
