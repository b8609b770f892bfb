package engine.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Fires a user event and follows what the nodes do about it. */
final class EventCommand implements Command {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Override
    public Syntax syntax() {
        return Syntax.of("event", "Fires an event, and shows what every node runs for it until all is done.")
                .operands("NAME [PAYLOAD|-|@FILE]", 2)
                .with(
                        Option.of("name", "NAME", "Name of the event, as Consul spells it: prints the id and returns."),
                        Option.of("payload", "PAYLOAD", "The payload, in place of the argument."))
                .with(EventFilters.OPTIONS)
                .with(RolloutFlags.OPTIONS)
                .with(
                        Option.of("ttl", "TIME", "A node that it reaches later does not run it; default events.ttl."),
                        Option.of(
                                "key", "KEY", "Nothing is fired where the same event with this key was, a while ago."),
                        Option.of("key-window", "TIME", "How long that while is; default 10m, at most 24h."),
                        Option.flag("dry-run", "Fire nothing: print which nodes match."),
                        Option.flag("wait", "Wait for the nodes: the default, but for --name."),
                        Option.flag("no-wait", "Print the id of the event and return at once."),
                        Option.of(
                                "timeout",
                                "TIME",
                                "How long to wait for the nodes; default 60s. A rollout: for each node; default 10m."),
                        Syntax.FORMAT,
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example(
                        "event deploy 1.4.2",
                        "event deploy 1.4.2 --service '^web$' --timeout 5m",
                        "event deploy 1.4.2 --service '^web$' --max-parallel 25% --until-healthy",
                        "event deploy --meta 'zone=^eu-' --dry-run",
                        "event disk-full db1 --key db1 --key-window 1h",
                        "event -name=deploy -node='^web-' 1.4.2",
                        "event load-config @config.json --no-wait");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        var fired = EventFiring.of(arguments);
        var filters = new EventFilters(arguments);
        var rollout = new RolloutFlags(arguments);
        var waits = waits(arguments);
        var timeout = arguments.duration("timeout", TIMEOUT);
        var format = Format.of(arguments);
        arguments.time("ttl");
        arguments.time("key-window");
        if (arguments.has("key-window") && !arguments.has("key")) {
            throw Failure.usage("--key-window needs --key beside it.");
        }
        var payload = fired.payload(shell);

        var api = Api.of(arguments, shell);
        if (arguments.has("dry-run")) {
            return dryRun(EventNodes.ask(api, filters), format, shell);
        }
        if (rollout.any()) {
            if (arguments.has("key")) {
                throw Failure.usage("--key goes with no option of a rollout.");
            }
            var target = filters.to(Target.of("/v1/event/rollout/start/").path(fired.name()))
                    .with("ttl", arguments.value("ttl"))
                    .with("timeout", arguments.value("timeout"));
            return new RolloutFollower(api, shell, format).start(rollout.to(target), payload, waits);
        }
        Set<String> expected = Set.of();
        if (filters.any() && !arguments.has("name")) {
            expected = EventNodes.ask(api, filters).expected(waits).alive();
        }
        var target = filters.to(Target.of("/v1/event/fire/").path(fired.name()))
                .with("ttl", arguments.value("ttl"))
                .with("key", arguments.value("key"))
                .with("key-window", arguments.value("key-window"));
        var answer = Json.parse(api.put(target, payload));
        var id = Fields.of(answer).text("ID");
        if (Fields.of(answer).truth("Duplicate")) {
            expected = Set.of();
            if (format == Format.TABLE) {
                shell.line("A duplicate, and not fired: the event was fired with this key before.");
            }
        }
        if (waits) {
            return new EventFollower(api, shell, format, timeout, new EventReport(shell), expected)
                    .follow(fired.name(), id);
        }
        shell.line(format == Format.JSON ? JsonText.indented(answer) : "Event ID: " + id);
        return 0;
    }

    private static boolean waits(Arguments arguments) {
        var wait = arguments.value("wait");
        if (arguments.has("wait") && arguments.has("no-wait")) {
            throw Failure.usage("--wait and --no-wait exclude each other.");
        }
        return wait == null ? !arguments.has("name") && !arguments.has("no-wait") : arguments.has("wait");
    }

    static int dryRun(EventNodes nodes, Format format, Shell shell) {
        if (format == Format.JSON) {
            shell.line(JsonText.indented(nodes.nodes().stream().map(Fields::map).toList()));
        } else {
            shell.out().print(nodes.nodes().isEmpty() ? "" : nodes.table());
        }
        if (nodes.nodes().isEmpty()) {
            throw new Failure("no node matches.");
        }
        return 0;
    }
}
