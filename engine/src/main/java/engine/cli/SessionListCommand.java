package engine.cli;

/** Lists sessions. */
final class SessionListCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("session list", "Lists the sessions of a datacenter, or of a node.")
                .with(
                        Option.of("node", "NAME", "Only sessions of this node."),
                        Syntax.FORMAT,
                        Syntax.DATACENTER,
                        Syntax.STALE,
                        Syntax.CONSISTENT)
                .with(Syntax.CONNECTION)
                .example("session list", "session list --node web1 --format json");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var node = arguments.value("node", "");
        var target = node.isEmpty()
                ? Target.of("/v1/session/list")
                : Target.of("/v1/session/node/").path(node);
        var sessions = Fields.list(Api.of(arguments, shell).get(target.where(arguments)));
        if (format == Format.JSON) {
            Sessions.print(sessions, format, shell);
            return 0;
        }
        if (sessions.isEmpty()) {
            shell.err().print("No sessions.\n");
            return 0;
        }
        var table = new Table("ID", "Name", "Node", "TTL", "Behavior");
        for (var session : sessions) {
            var ttl = session.text("TTL");
            table.row(
                    session.text("ID"),
                    session.text("Name"),
                    session.text("Node"),
                    ttl.isEmpty() ? "-" : ttl,
                    session.text("Behavior"));
        }
        shell.out().print(table.text());
        return 0;
    }
}
