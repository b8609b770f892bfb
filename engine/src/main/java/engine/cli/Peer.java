package engine.cli;

import java.util.List;

/** A server as another one sees it; its status is alive, unreachable, failed or left. */
record Peer(Fields fields) {

    /** All servers that the agent's cluster knows. */
    static List<Peer> list(Api api) {
        return Fields.list(api.get(Target.of("/v1/operator/peers"))).stream()
                .map(Peer::new)
                .toList();
    }

    String id() {
        return fields.text("ID");
    }

    String node() {
        return fields.text("Node");
    }

    String address() {
        return fields.text("Address");
    }

    String status() {
        return fields.text("Status");
    }

    boolean alive() {
        return status().equals("alive");
    }

    /** Whether it belongs to the cluster and cannot be reached. */
    boolean missing() {
        return !alive() && !status().equals("left");
    }

    static Table table(List<Peer> peers) {
        var table = new Table("Node", "ID", "Address", "Status", "Leader", "Voter", "Build", "Last seen");
        for (var peer : peers) {
            table.row(
                    peer.node(),
                    peer.id(),
                    peer.address(),
                    peer.status(),
                    Boolean.toString(peer.fields().truth("Leader")),
                    Boolean.toString(peer.fields().truth("Voter")),
                    peer.fields().text("Version"),
                    peer.fields().text("LastSeen"));
        }
        return table;
    }
}
