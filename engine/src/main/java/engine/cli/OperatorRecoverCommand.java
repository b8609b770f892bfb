package engine.cli;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Makes the servers that are left a cluster of their own, when the majority is gone for good. */
final class OperatorRecoverCommand implements Command {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "operator recover",
                        "Forgets the servers that cannot be reached, when the majority is gone for good.")
                .with(
                        Option.flag("yes", "Do it; without this, the servers that would be forgotten are listed."),
                        Syntax.FORMAT)
                .with(Syntax.CONNECTION)
                .example("operator recover", "operator recover --yes");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var api = Api.of(arguments, shell);
        var peers =
                Peer.list(api).stream().sorted(Comparator.comparing(Peer::node)).toList();
        var missing = peers.stream().filter(Peer::missing).toList();
        if (missing.isEmpty()) {
            throw new Failure("no server is missing at " + api.address() + ": there is nothing to recover from.");
        }
        if (!arguments.has("yes")) {
            show(peers, missing, format, shell);
            throw new Failure("nothing was changed; to forget " + names(missing)
                    + ", stop what is left of them, then run this again with --yes.");
        }
        var reply = api.expectOk(api.send("PUT", Target.of("/v1/operator/recover"), new byte[0], TIMEOUT));
        var answer = Fields.of(Json.parse(reply.text()));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer.map()));
        } else {
            long servers = answer.number("Servers");
            shell.line(Table.safe("Forgotten: " + String.join(", ", answer.texts("Removed")) + ". The cluster has "
                    + servers + (servers == 1 ? " server." : " servers.")));
        }
        return 0;
    }

    private static void show(List<Peer> peers, List<Peer> missing, Format format, Shell shell) {
        if (format == Format.JSON) {
            shell.line(JsonText.indented(
                    missing.stream().map(peer -> peer.fields().map()).toList()));
            return;
        }
        shell.line("Would be forgotten:");
        shell.out().print(Peer.table(missing).text());
        var staying = peers.stream().filter(Peer::alive).toList();
        shell.line("");
        shell.line("Would go on as the cluster, with the state that they have: " + names(staying) + ".");
        if (staying.size() > missing.size()) {
            shell.line("They are a majority: nothing needs to be recovered. `engine operator remove-peer` takes a"
                    + " single server out.");
        } else {
            shell.line("What only the others hold is lost. Do this on one survivor only, and only when they will not"
                    + " come back.");
        }
    }

    private static String names(List<Peer> peers) {
        return Table.safe(String.join(", ", peers.stream().map(Peer::node).toList()));
    }
}
