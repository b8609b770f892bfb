package engine.cli;

import java.util.Comparator;

/** Lists the servers with what an operator wants to know of them. */
final class OperatorPeersCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("operator peers", "Lists the servers of the cluster, as the agent sees them.")
                .with(Syntax.FORMAT)
                .with(Syntax.CONNECTION)
                .example("operator peers", "operator peers --format json");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var peers = Peer.list(Api.of(arguments, shell)).stream()
                .sorted(Comparator.comparing(Peer::node))
                .toList();
        if (format == Format.JSON) {
            shell.line(JsonText.indented(
                    peers.stream().map(peer -> peer.fields().map()).toList()));
        } else {
            shell.out().print(Peer.table(peers).text());
        }
        return 0;
    }
}
