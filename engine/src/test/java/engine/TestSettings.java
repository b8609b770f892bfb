package engine;

import engine.config.Configuration;
import engine.config.Settings;
import engine.config.Sources;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings for tests. */
final class TestSettings {
    private TestSettings() {}

    /** As {@code -dev} makes them, with some set otherwise. */
    static Settings dev(Map<String, ?> overrides, Path... files) {
        return Configuration.load(new Sources(List.of(files), overrides, true, ""))
                .settings();
    }

    /** Of a server that keeps its data in a directory. */
    static Settings in(Path dataDir, Map<String, ?> overrides) {
        var all = new HashMap<String, Object>(overrides);
        all.put("data-dir", dataDir.toString());
        all.put("server", true);
        all.put("bootstrap-expect", 1);
        all.put("bind-addr", "127.0.0.1");
        return Configuration.load(new Sources(List.of(), all, false, "")).settings();
    }

    static Settings in(Path dataDir) {
        return in(dataDir, Map.of());
    }
}
