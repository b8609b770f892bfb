package engine.cli;

import java.util.List;

/** Lists nodes. */
final class CatalogNodesCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("catalog nodes", "Lists the nodes of a datacenter.")
                .with(
                        Option.of("service", "NAME", "Only nodes with an instance of this service."),
                        Option.flag("detailed", "Show whole ids, tagged addresses and meta data."),
                        Option.many("node-meta", "KEY=VALUE", "Only nodes with this meta data; may be repeated."),
                        Syntax.FORMAT,
                        Syntax.DATACENTER,
                        Syntax.STALE)
                .with(Syntax.CONNECTION)
                .example("catalog nodes", "catalog nodes --service web --detailed");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var service = arguments.value("service", "");
        var target = service.isEmpty()
                ? Target.of("/v1/catalog/nodes")
                : Target.of("/v1/catalog/service/").path(service);
        for (var meta : arguments.values("node-meta")) {
            var pair = Arguments.pair("node-meta", meta, '=');
            target.with("node-meta", pair[0] + ":" + pair[1]);
        }
        var answer = Api.of(arguments, shell).get(target.where(arguments));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer));
            return 0;
        }
        var nodes = Fields.list(answer);
        if (nodes.isEmpty()) {
            shell.err().print("No nodes match the given query.\n");
        } else {
            shell.out().print(table(nodes, arguments.has("detailed")).text());
        }
        return 0;
    }

    private static Table table(List<Fields> nodes, boolean detailed) {
        var table = detailed
                ? new Table("Node", "ID", "Address", "DC", "TaggedAddresses", "Meta")
                : new Table("Node", "ID", "Address", "DC");
        String last = null;
        for (var node : nodes) {
            var name = node.text("Node");
            var id = node.text("ID");
            if (name.equals(last)) {
                continue;
            }
            last = name;
            if (detailed) {
                table.row(
                        name,
                        id,
                        node.text("Address"),
                        node.text("Datacenter"),
                        node.object("TaggedAddresses").pairs(", "),
                        node.object(node.map().containsKey("NodeMeta") ? "NodeMeta" : "Meta")
                                .pairs(", "));
            } else {
                var shortId = id.length() > 8 ? id.substring(0, 8) : id;
                table.row(name, shortId, node.text("Address"), node.text("Datacenter"));
            }
        }
        return table;
    }
}
