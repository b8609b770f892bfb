package engine.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Takes a server out of the cluster, by any of its names. */
final class OperatorRemovePeerCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("operator remove-peer", "Takes a server out of the cluster that will not come back.")
                .operands("NAME|ADDRESS|ID", 1)
                .with(Syntax.CONNECTION)
                .example("operator remove-peer server3", "operator remove-peer 10.0.0.3:8300");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        if (arguments.operands().isEmpty()) {
            throw Failure.usage("name a server: `engine operator remove-peer NAME`.");
        }
        var api = Api.of(arguments, shell);
        var peer = find(arguments.operands().getFirst(), Peer.list(api));
        api.delete(Target.of("/v1/operator/raft/peer").with("id", peer.id()));
        shell.line("Removed server " + Table.safe(peer.node() + " (" + peer.address() + ")."));
        return 0;
    }

    private static Peer find(String wanted, List<Peer> peers) {
        var found = peers.stream()
                .filter(peer -> List.of(peer.node(), peer.address(), peer.id()).contains(wanted))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        var names = peers.stream().map(Peer::node).sorted().collect(Collectors.joining(", "));
        throw new Failure(Table.safe(
                found.isEmpty()
                        ? "there is no server '" + wanted + "'; there are: " + names + "."
                        : "more than one server is called '" + wanted + "'; name one by its id (operator peers)."));
    }
}
