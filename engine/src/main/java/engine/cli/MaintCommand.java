package engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shows, begins and ends maintenance: of this agent, as Consul's command of that name, and of the datacenter. */
final class MaintCommand implements Command {
    private static final String NODE_CHECK = "_node_maintenance";
    private static final String SERVICE_CHECK = "_service_maintenance:";
    private static final String DATACENTER = "/v1/maintenance";

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "maint",
                        "Shows what is in maintenance, or takes this node or a service out of discovery for a while.")
                .with(
                        Option.flag("enable", "Begin maintenance."),
                        Option.flag("disable", "End it."),
                        Option.of("reason", "TEXT", "Why, for those who see it."),
                        Option.of("service", "ID", "A service instead of the node; its name with --all."),
                        Option.of("node", "NAME", "Another node than that of the agent, which may be down."),
                        Option.flag("all", "All instances of the service in the datacenter."),
                        Option.of("for", "TIME", "End it by itself after so long: 30m, 2h."),
                        Syntax.FORMAT)
                .with(Syntax.CONNECTION)
                .example(
                        "maint",
                        "maint --enable --reason 'new disks' --for 2h",
                        "maint --enable --node db3",
                        "maint --enable --service web --all",
                        "maint --disable --service web --all");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var enable = arguments.has("enable");
        var disable = arguments.has("disable");
        refuseContradictions(arguments, enable, disable);
        var api = Api.of(arguments, shell);
        if (!enable && !disable) {
            return list(api, format, shell);
        }
        var service = arguments.value("service", "");
        if (arguments.has("all")) {
            return datacenter(api, arguments, "", service, "", shell);
        }
        if (arguments.has("node")) {
            return datacenter(api, arguments, arguments.value("node", ""), "", service, shell);
        }
        if (arguments.has("for")) {
            return datacenter(api, arguments, node(api), "", service, shell);
        }
        agent(api, service, enable, arguments.value("reason", ""), shell);
        // What was begun with --for is ended with it.
        if (disable && knows(api, service)) {
            return datacenter(api, arguments, node(api), "", service, shell);
        }
        return 0;
    }

    private static void refuseContradictions(Arguments arguments, boolean enable, boolean disable) {
        if (enable && disable) {
            throw Failure.usage("only one of --enable and --disable can be given.");
        }
        if (!enable) {
            for (var option : List.of("reason", "for")) {
                if (arguments.has(option)) {
                    throw Failure.usage("--" + option + " goes with --enable.");
                }
            }
        }
        for (var option : List.of("service", "node", "all")) {
            if (!enable && !disable && arguments.has(option)) {
                throw Failure.usage("--" + option + " goes with --enable or --disable.");
            }
        }
        if (arguments.has("all") && (arguments.value("service", "").isEmpty() || arguments.has("node"))) {
            throw Failure.usage("--all goes with --service NAME, and without --node.");
        }
        var time = arguments.value("for");
        if (time != null && Times.parse(time) == null) {
            throw Failure.usage("--for takes a time such as 30m or 2h, up to 1000h, not '" + time + "'.");
        }
    }

    /** By the agent itself, as Consul does it. */
    private static void agent(Api api, String service, boolean enable, String reason, Shell shell) {
        var target = service.isEmpty()
                ? Target.of("/v1/agent/maintenance")
                : Target.of("/v1/agent/service/maintenance/").path(service);
        api.put(target.with("enable", String.valueOf(enable)).with("reason", reason), "");
        shell.line((service.isEmpty() ? "Node" : "Service") + " maintenance is now "
                + (enable ? "enabled" : "disabled")
                + (service.isEmpty() ? "" : " for \"" + Table.safe(service) + '"'));
    }

    private static int datacenter(
            Api api, Arguments arguments, String node, String service, String serviceId, Shell shell) {
        var enable = arguments.has("enable");
        var answer = api.put(
                Target.of(DATACENTER)
                        .with("enable", String.valueOf(enable))
                        .with("node", node)
                        .with("service", service)
                        .with("service-id", serviceId)
                        .with("for", arguments.value("for"))
                        .with("reason", arguments.value("reason")),
                "");
        var what = what(node, service, serviceId);
        if (!enable) {
            shell.line(answer.equals("true") ? what + " is out of maintenance" : what + " was not in maintenance");
            return 0;
        }
        var until = Fields.of(Json.parse(answer)).text("Until");
        shell.line(what + " is in maintenance" + (until.isEmpty() ? "" : " until " + Times.toMillis(until)));
        return 0;
    }

    private static String what(String node, String service, String serviceId) {
        return Table.safe(
                !service.isEmpty()
                        ? "every instance of service " + service
                        : serviceId.isEmpty() ? "node " + node : "service " + serviceId + " on node " + node);
    }

    private static String node(Api api) {
        return Fields.of(api.get(Target.of("/v1/agent/self"))).object("Config").text("NodeName");
    }

    private static boolean knows(Api api, String service) {
        var kept = kept(api);
        if (kept == null || kept.isEmpty()) {
            return false;
        }
        var node = node(api);
        return kept.stream()
                .anyMatch(one -> one.text("Node").equalsIgnoreCase(node)
                        && one.text("ServiceID").equalsIgnoreCase(service));
    }

    /** What the datacenter keeps; null where the agent is Consul's, which keeps none. */
    private static @Nullable List<Fields> kept(Api api) {
        var reply = api.getReply(Target.of(DATACENTER));
        return reply.ok() ? Fields.list(Json.parse(reply.text())) : null;
    }

    private static int list(Api api, Format format, Shell shell) {
        var here = new ArrayList<Fields>();
        for (var check :
                Fields.of(api.get(Target.of("/v1/agent/checks"))).sorted().values()) {
            var id = Fields.of(check).text("CheckID");
            if (id.equals(NODE_CHECK) || id.startsWith(SERVICE_CHECK)) {
                here.add(Fields.of(check));
            }
        }
        var kept = kept(api);
        var all = kept == null ? List.<Fields>of() : kept;
        if (format == Format.JSON) {
            shell.line(JsonText.indented(new TreeMap<>(Map.of(
                    "Agent", here.stream().map(Fields::map).toList(),
                    "Datacenter", all.stream().map(Fields::map).toList()))));
            return 0;
        }
        var table = new Table("Node", "Service", "Kept By", "Until", "Reason");
        for (var check : here) {
            table.row(check.text("Node"), check.text("ServiceID"), "agent", "-", check.text("Notes"));
        }
        for (var one : all) {
            table.row(
                    one.text("Node").isEmpty() ? "all" : one.text("Node"),
                    one.text("Service") + one.text("ServiceID"),
                    "datacenter",
                    one.text("Until").isEmpty() ? "-" : Times.toMillis(one.text("Until")),
                    one.text("Reason"));
        }
        if (!here.isEmpty() || !all.isEmpty()) {
            shell.out().print(table.text());
        }
        return 0;
    }
}
