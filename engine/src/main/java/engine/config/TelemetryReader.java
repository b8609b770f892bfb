package engine.config;

import java.util.regex.Pattern;

/** Reads what is shown of metrics. */
final class TelemetryReader {
    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,63}");

    private final Values values;

    TelemetryReader(Values values) {
        this.values = values;
    }

    Settings.Telemetry read() {
        var prefix = values.text("telemetry.metrics-prefix");
        if (!PREFIX.matcher(prefix).matches()) {
            throw values.bad("telemetry.metrics-prefix", "a word of letters, digits and underscores");
        }
        var filter = values.texts("telemetry.prefix-filter");
        for (var rule : filter) {
            if (!(rule.startsWith("+") || rule.startsWith("-")) || rule.length() < 2) {
                throw values.wrong(
                        "telemetry.prefix-filter",
                        "telemetry.prefix-filter must have rules such as \"+consul.raft\" or \"-consul.http\", not '"
                                + Values.shorten(rule) + "'");
            }
        }
        return new Settings.Telemetry(
                prefix, filter, values.flag("telemetry.filter-default"), values.flag("enable-debug"));
    }
}
