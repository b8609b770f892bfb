package engine.cli;

import java.util.TreeMap;
import java.util.TreeSet;

/** Lists services. */
final class CatalogServicesCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("catalog services", "Lists the services of a datacenter.")
                .with(
                        Option.flag("tags", "Show the tags of each service beside it."),
                        Option.of("node", "NAME", "Only services on this node."),
                        Syntax.FORMAT,
                        Syntax.DATACENTER,
                        Syntax.STALE)
                .with(Syntax.CONNECTION)
                .example("catalog services", "catalog services --tags");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var api = Api.of(arguments, shell);
        var node = arguments.value("node", "");
        var answer = api.get((node.isEmpty()
                        ? Target.of("/v1/catalog/services")
                        : Target.of("/v1/catalog/node/").path(node))
                .where(arguments));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer));
            return 0;
        }
        var tags = new TreeMap<String, TreeSet<String>>();
        if (node.isEmpty()) {
            for (var service : Fields.of(answer).sorted().entrySet()) {
                var names = tags.computeIfAbsent(service.getKey(), _ -> new TreeSet<>());
                Fields.texts(service.getValue()).forEach(names::add);
            }
        } else {
            for (var instance : Fields.of(answer).object("Services").sorted().values()) {
                var service = Fields.of(instance);
                var names = tags.computeIfAbsent(service.text("Service"), _ -> new TreeSet<>());
                service.texts("Tags").forEach(names::add);
            }
        }
        var table = new Table();
        for (var service : tags.entrySet()) {
            if (arguments.has("tags")) {
                table.row(service.getKey(), String.join(",", service.getValue()));
            } else {
                table.row(service.getKey());
            }
        }
        shell.out().print(table.text());
        return 0;
    }
}
