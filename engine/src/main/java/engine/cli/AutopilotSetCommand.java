package engine.cli;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes what is named of the autopilot configuration, and leaves the rest. */
final class AutopilotSetCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("operator autopilot set-config", "Changes what the servers do about each other by themselves.")
                .with(
                        Option.of(
                                "cleanup-dead-servers",
                                "true|false",
                                "Whether servers that are gone for reconnect-timeout are forgotten."),
                        Option.of("min-quorum", "N", "So many servers are left when that happens."),
                        Option.of("last-contact-threshold", "TIME", "Kept and shown, for tools."),
                        Option.of("max-trailing-logs", "N", "Kept and shown, for tools."),
                        Option.of("server-stabilization-time", "TIME", "Kept and shown, for tools."),
                        Option.of("redundancy-zone-tag", "TAG", "Kept and shown, for tools."),
                        Option.of("disable-upgrade-migration", "true|false", "Kept and shown, for tools."),
                        Option.of("upgrade-version-tag", "TAG", "Kept and shown, for tools."),
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("operator autopilot set-config -cleanup-dead-servers=false");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var api = Api.of(arguments, shell);
        var path = "/v1/operator/autopilot/configuration";
        var now = Fields.of(api.get(Target.of(path).with("dc", arguments.value("datacenter"))));
        var next = new HashMap<Object, Object>(now.map());
        truth(arguments, "cleanup-dead-servers", "CleanupDeadServers", next);
        truth(arguments, "disable-upgrade-migration", "DisableUpgradeMigration", next);
        number(arguments, "min-quorum", "MinQuorum", next);
        number(arguments, "max-trailing-logs", "MaxTrailingLogs", next);
        text(arguments.time("last-contact-threshold"), "LastContactThreshold", next);
        text(arguments.time("server-stabilization-time"), "ServerStabilizationTime", next);
        text(arguments.value("redundancy-zone-tag"), "RedundancyZoneTag", next);
        text(arguments.value("upgrade-version-tag"), "UpgradeVersionTag", next);
        var held = api.put(
                Target.of(path)
                        .with("dc", arguments.value("datacenter"))
                        .with("cas", Long.toString(now.number("ModifyIndex"))),
                JsonText.indented(next));
        if (!held.equals("true")) {
            throw new Failure("the configuration was changed by somebody else at the same time: try again.");
        }
        shell.line("Configuration updated!");
        return 0;
    }

    private static void truth(Arguments arguments, String option, String name, Map<Object, Object> next) {
        var value = arguments.value(option);
        if (value != null) {
            if (!value.equals("true") && !value.equals("false")) {
                throw Failure.usage("--" + option + " is true or false, not '" + value + "'.");
            }
            next.put(name, value.equals("true"));
        }
    }

    private static void number(Arguments arguments, String option, String name, Map<Object, Object> next) {
        var value = arguments.unsigned(option);
        if (value != null) {
            next.put(name, new BigInteger(value));
        }
    }

    private static void text(@Nullable String value, String name, Map<Object, Object> next) {
        if (value != null) {
            next.put(name, value);
        }
    }
}
