package engine.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an autopilot configuration from a body: what is not there is zero, as clients expect it. */
final class AutopilotRequest {
    static final String FAILED = "Bad request: Error parsing autopilot config";
    private static final Set<String> KNOWN = Set.of(
            "cleanupdeadservers",
            "lastcontactthreshold",
            "maxtrailinglogs",
            "minquorum",
            "serverstabilizationtime",
            "redundancyzonetag",
            "disableupgrademigration",
            "upgradeversiontag",
            "createindex",
            "modifyindex");

    private AutopilotRequest() {}

    static Autopilot.Configuration of(Map<String, @Nullable Object> body) {
        for (var name : body.keySet()) {
            if (!KNOWN.contains(name.toLowerCase(Locale.ROOT))) {
                throw RequestJson.refusal(FAILED, "json: unknown field \"" + name + '"');
            }
        }
        var members = new Members(body, FAILED, "");
        return new Autopilot.Configuration(
                truth(members, "CleanupDeadServers"),
                duration(members, "LastContactThreshold"),
                members.unsigned("MaxTrailingLogs"),
                members.unsigned("MinQuorum"),
                duration(members, "ServerStabilizationTime"),
                members.text("RedundancyZoneTag"),
                truth(members, "DisableUpgradeMigration"),
                members.text("UpgradeVersionTag"));
    }

    private static boolean truth(Members members, String name) {
        return switch (members.value(name)) {
            case null -> false;
            case Boolean flag -> flag;
            case Object _ -> throw RequestJson.refusal(FAILED, name + " must be true or false");
        };
    }

    /** As a text, or as nanoseconds. */
    private static Duration duration(Members members, String name) {
        var duration = switch (members.value(name)) {
            case null -> Duration.ZERO;
            case Long nanos -> Duration.ofNanos(nanos);
            case String text ->
                GoDuration.parse(text)
                        .orElseThrow(() -> RequestJson.refusal(
                                FAILED, "time: invalid duration \"" + text + "\": " + name + " is such as 200ms"));
            case Object _ -> throw RequestJson.refusal(FAILED, name + " must be a duration such as 200ms");
        };
        if (duration.isNegative()) {
            throw RequestJson.refusal(FAILED, name + " must not be negative");
        }
        return duration;
    }
}
