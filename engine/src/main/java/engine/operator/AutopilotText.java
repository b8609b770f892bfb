package engine.operator;

import engine.http.Autopilot.Configuration;
import engine.text.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The form in which an autopilot configuration is kept: durations in nanoseconds. */
public final class AutopilotText {

    private AutopilotText() {}

    /** The text that is kept. */
    public static String of(Configuration said) {
        var object = new LinkedHashMap<String, Object>();
        object.put("CleanupDeadServers", said.cleanupDeadServers());
        object.put("LastContactThreshold", said.lastContactThreshold().toNanos());
        object.put("MaxTrailingLogs", said.maxTrailingLogs());
        object.put("MinQuorum", said.minQuorum());
        object.put("ServerStabilizationTime", said.serverStabilizationTime().toNanos());
        object.put("RedundancyZoneTag", said.redundancyZoneTag());
        object.put("DisableUpgradeMigration", said.disableUpgradeMigration());
        object.put("UpgradeVersionTag", said.upgradeVersionTag());
        return Json.text(object);
    }

    /** @throws IllegalArgumentException for a text that is no object; what it does not say is zero */
    public static Configuration read(String text) {
        var object = Json.object(text);
        return new Configuration(
                Boolean.TRUE.equals(object.get("CleanupDeadServers")),
                Duration.ofNanos(number(object, "LastContactThreshold")),
                number(object, "MaxTrailingLogs"),
                number(object, "MinQuorum"),
                Duration.ofNanos(number(object, "ServerStabilizationTime")),
                text(object, "RedundancyZoneTag"),
                Boolean.TRUE.equals(object.get("DisableUpgradeMigration")),
                text(object, "UpgradeVersionTag"));
    }

    private static long number(Map<String, ?> object, String name) {
        return object.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static String text(Map<String, ?> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }
}
