package engine.cli;

/** Shows the autopilot configuration. */
final class AutopilotGetCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("operator autopilot get-config", "Shows what the servers do about each other by themselves.")
                .with(Syntax.FORMAT, Syntax.DATACENTER, Syntax.STALE)
                .with(Syntax.CONNECTION)
                .example("operator autopilot get-config");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var answer = Api.of(arguments, shell)
                .get(Target.of("/v1/operator/autopilot/configuration").where(arguments));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer));
            return 0;
        }
        var config = Fields.of(answer);
        shell.line("CleanupDeadServers = " + config.truth("CleanupDeadServers"));
        shell.line("LastContactThreshold = " + Table.safe(config.text("LastContactThreshold")));
        shell.line("MaxTrailingLogs = " + config.number("MaxTrailingLogs"));
        shell.line("MinQuorum = " + config.number("MinQuorum"));
        shell.line("ServerStabilizationTime = " + Table.safe(config.text("ServerStabilizationTime")));
        shell.line("RedundancyZoneTag = " + JsonText.compact(config.text("RedundancyZoneTag")));
        shell.line("DisableUpgradeMigration = " + config.truth("DisableUpgradeMigration"));
        shell.line("UpgradeVersionTag = " + JsonText.compact(config.text("UpgradeVersionTag")));
        return 0;
    }
}
