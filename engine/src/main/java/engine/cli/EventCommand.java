package engine.cli;

import java.io.IOException;
import java.time.Duration;

/** Fires a user event and follows what the nodes do about it. */
final class EventCommand implements Command {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Override
    public Syntax syntax() {
        return Syntax.of("event", "Fires an event, and shows what every node runs for it until all is done.")
                .operands("NAME [PAYLOAD|-|@FILE]", 2)
                .with(
                        Option.of("name", "NAME", "Name of the event, as Consul spells it: prints the id and returns."),
                        Option.of("node", "REGEX", "Only nodes whose name matches."),
                        Option.of("service", "REGEX", "Only nodes with a service whose name matches."),
                        Option.of("tag", "REGEX", "Only where that service has a tag that matches; needs --service."),
                        Option.flag("no-wait", "Print the id of the event and return at once."),
                        Option.of("timeout", "TIME", "How long to wait for the nodes; default 60s."),
                        Syntax.FORMAT,
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example(
                        "event deploy 1.4.2",
                        "event deploy 1.4.2 --service '^web$' --timeout 5m",
                        "event -name=deploy -node='^web-' 1.4.2",
                        "event load-config @config.json --no-wait");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        var named = arguments.value("name");
        var operands = arguments.operands();
        int payloadAt = named == null ? 1 : 0;
        if (operands.size() > payloadAt + 1) {
            throw Failure.usage("too many arguments: the event's name is given with --name already.");
        }
        if (named == null && operands.isEmpty()) {
            throw Failure.usage("an event needs a name: `engine event NAME [PAYLOAD]`.");
        }
        var name = named == null ? operands.getFirst() : named;
        if (name.isEmpty()) {
            throw Failure.usage("the event's name must not be empty.");
        }
        if (arguments.has("tag") && !arguments.has("service")) {
            throw Failure.usage("--tag needs --service beside it.");
        }
        var timeout = arguments.duration("timeout", TIMEOUT);
        var format = Format.of(arguments);
        var payload = operands.size() > payloadAt ? Payload.read(operands.get(payloadAt), shell) : new byte[0];

        var api = Api.of(arguments, shell);
        var target = Target.of("/v1/event/fire/")
                .path(name)
                .with("dc", arguments.value("datacenter"))
                .with("node", arguments.value("node"))
                .with("service", arguments.value("service"))
                .with("tag", arguments.value("tag"));
        var fired = Json.parse(api.put(target, payload));
        var id = Fields.of(fired).text("ID");
        if (named == null && !arguments.has("no-wait")) {
            return new EventFollower(api, shell, format, timeout).follow(name, id);
        }
        shell.line(format == Format.JSON ? JsonText.indented(fired) : "Event ID: " + id);
        return 0;
    }
}
