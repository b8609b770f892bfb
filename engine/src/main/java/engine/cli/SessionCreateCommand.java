package engine.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a session. */
final class SessionCreateCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("session create", "Makes a session, and prints its id.")
                .with(
                        Option.of("name", "NAME", "A name for people."),
                        Option.of(
                                "ttl", "TIME", "End it unless it is renewed in this time, 10s to 24h; default never."),
                        Option.of("lock-delay", "TIME", "How long its locks stay free when it was ended; default 15s."),
                        Option.of("behavior", "release|delete", "What happens to keys it holds; default release."),
                        Option.of("node", "NAME", "Node it belongs to; default that of the agent."),
                        Option.many("node-check", "ID", "Check of the node that ends it; default serfHealth."),
                        Option.flag("no-node-checks", "No check of the node ends it."),
                        Option.many("service-check", "ID", "Check of a service that ends it; may be repeated."),
                        Syntax.FORMAT,
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example(
                        "session create --name deploy --ttl 30s",
                        "session create --behavior delete --lock-delay 0s --service-check service:web");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var target = Target.of("/v1/session/create").with("dc", arguments.value("datacenter"));
        var body = JsonText.compact(asked(arguments));
        var made = Fields.of(Json.parse(Api.of(arguments, shell).put(target, body)));
        shell.line(format == Format.JSON ? JsonText.indented(made.map()) : made.text("ID"));
        return 0;
    }

    private static Map<String, @Nullable Object> asked(Arguments arguments) {
        var asked = new LinkedHashMap<String, @Nullable Object>();
        put(asked, "Name", arguments.value("name"));
        put(asked, "Node", arguments.value("node"));
        put(asked, "TTL", arguments.time("ttl"));
        put(asked, "LockDelay", arguments.time("lock-delay"));
        var behavior = arguments.value("behavior");
        if (behavior != null && !List.of("release", "delete").contains(behavior)) {
            throw Failure.usage("--behavior is release or delete, not '" + behavior + "'.");
        }
        put(asked, "Behavior", behavior);
        var nodeChecks = arguments.values("node-check");
        if (arguments.has("no-node-checks") || !nodeChecks.isEmpty()) {
            if (arguments.has("no-node-checks") && !nodeChecks.isEmpty()) {
                throw Failure.usage("--node-check and --no-node-checks exclude each other.");
            }
            asked.put("NodeChecks", nodeChecks);
        }
        var serviceChecks = arguments.values("service-check");
        if (!serviceChecks.isEmpty()) {
            asked.put(
                    "ServiceChecks",
                    serviceChecks.stream().map(id -> Map.of("ID", id)).toList());
        }
        return asked;
    }

    private static void put(Map<String, @Nullable Object> asked, String name, @Nullable String value) {
        if (value != null) {
            asked.put(name, value);
        }
    }
}
