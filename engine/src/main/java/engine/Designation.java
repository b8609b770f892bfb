package engine;

import engine.config.Settings;
import java.util.HashMap;
import java.util.Map;

/** Whether an agent is designated to probe for nodes without one. The others see it by the metadata of its node. */
enum Designation {
    YES,
    NO,
    UNSAID;

    private static final String PROBER = "external-prober";
    private static final String SCRIPTS = "external-prober-scripts";
    private static final String TRUE = "true";

    static Designation of(Map<String, String> meta) {
        var said = meta.get(PROBER);
        return said == null ? UNSAID : said.equals(TRUE) ? YES : NO;
    }

    static boolean runsScripts(Map<String, String> meta) {
        return TRUE.equals(meta.get(SCRIPTS));
    }

    /** The metadata of an agent's own node: nothing more than is configured, unless it has something to say. */
    static Map<String, String> meta(Settings settings) {
        var all = new HashMap<>(settings.node().meta());
        var external = settings.externalChecks();
        switch (external.probe()) {
            case AUTO -> {}
            case TRUE -> all.put(PROBER, TRUE);
            case FALSE -> all.put(PROBER, "false");
        }
        if (external.scripts()) {
            all.put(SCRIPTS, TRUE);
        }
        return Map.copyOf(all);
    }
}
