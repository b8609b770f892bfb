package engine.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Registers services with the agent, from options or from files. */
final class ServicesRegisterCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("services register", "Registers services with the agent: one by options, or those of files.")
                .operands("[FILE...]", 1000)
                .with(
                        Option.of("name", "NAME", "Name of the service."),
                        Option.of("id", "ID", "Its id; default the name."),
                        Option.of("address", "ADDRESS", "Its address; default that of the node."),
                        Option.of("port", "PORT", "Its port."),
                        Option.many("tag", "TAG", "A tag; may be repeated."),
                        Option.many("meta", "KEY=VALUE", "Meta data; may be repeated."))
                .with(Syntax.CONNECTION)
                .example(
                        "services register --name web --port 8080 --tag blue --meta version=2",
                        "services register web.json");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var byOptions = definition(arguments);
        if (byOptions.isEmpty() == arguments.operands().isEmpty()) {
            throw Failure.usage(
                    byOptions.isEmpty()
                            ? "name a file, or describe the service: `engine services register --name NAME`."
                            : "give a file or options, not both.");
        }
        var api = Api.of(arguments, shell);
        if (!byOptions.isEmpty()) {
            register(api, byOptions, shell);
        }
        for (var file : arguments.operands()) {
            for (var definition : ServiceFile.read(file)) {
                register(api, definition, shell);
            }
        }
        return 0;
    }

    private static void register(Api api, Map<String, @Nullable Object> definition, Shell shell) {
        api.put(Target.of("/v1/agent/service/register"), JsonText.compact(definition));
        shell.line("Registered service: " + definition.get("Name"));
    }

    private static Map<String, @Nullable Object> definition(Arguments arguments) {
        var definition = new LinkedHashMap<String, @Nullable Object>();
        put(definition, "ID", arguments.value("id"));
        put(definition, "Name", arguments.value("name"));
        put(definition, "Address", arguments.value("address"));
        if (arguments.value("port") != null) {
            definition.put("Port", port(arguments.value("port", "")));
        }
        if (!arguments.values("tag").isEmpty()) {
            definition.put("Tags", arguments.values("tag"));
        }
        var meta = new LinkedHashMap<String, String>();
        for (var pair : arguments.values("meta")) {
            var parts = Arguments.pair("meta", pair, '=');
            meta.put(parts[0], parts[1]);
        }
        if (!meta.isEmpty()) {
            definition.put("Meta", meta);
        }
        if (!definition.isEmpty() && arguments.value("name", "").isEmpty()) {
            throw Failure.usage("--name is needed.");
        }
        return definition;
    }

    private static void put(Map<String, @Nullable Object> definition, String name, @Nullable String value) {
        if (value != null) {
            definition.put(name, value);
        }
    }

    private static long port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException _) {
            // said below, as for a number out of range
        }
        throw Failure.usage("--port is a number from 0 to 65535, not '" + text + "'.");
    }
}
