package engine.cli;

import engine.AgentProcess;
import engine.config.Configuration;
import engine.config.Sources;
import java.util.Map;

/**
 * Where the command line meets the agent. Only these methods name classes of it, so that the other commands do not load
 * them.
 */
final class Wiring {
    private Wiring() {}

    static AgentStart agent() {
        return options -> AgentProcess.run(new Sources(
                options.configPaths(),
                options.overrides(),
                options.dev(),
                options.configFormat().orElse("")));
    }

    static ConfigCheck configCheck() {
        return (paths, format) -> Configuration.load(new Sources(paths, Map.of(), false, format.orElse("")))
                .warnings();
    }

    static SnapshotReader snapshots() {
        return _ -> {
            throw new Failure("this version cannot read snapshot files.");
        };
    }
}
