package engine.cli;

import engine.AgentProcess;
import engine.config.Configuration;
import engine.config.Sources;
import engine.snapshot.SnapshotFile;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

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
        return file -> {
            var found = SnapshotFile.inspect(file);
            var counts = new TreeMap<String, Long>();
            found.counts().forEach((kind, count) -> counts.put(kind.name().toLowerCase(Locale.ROOT), count));
            return new SnapshotSummary(
                    found.id(),
                    found.size(),
                    found.index(),
                    found.created(),
                    found.node(),
                    found.datacenter(),
                    found.version(),
                    counts);
        };
    }
}
