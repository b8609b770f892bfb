package engine.config;

import java.util.List;
import java.util.regex.Pattern;

/** Reads what is shown of metrics. */
final class TelemetryReader {
    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,63}");

    /** A line is of tags between commas, behind a number sign, between bars. */
    private static final Pattern TAG = Pattern.compile("[^|,#\\p{Cntrl}]{1,200}");

    private static final int STATSD_PORT = 8125;

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
                prefix, filter, values.flag("telemetry.filter-default"), values.flag("enable-debug"), statsd());
    }

    private Settings.Statsd statsd() {
        var tags = values.texts("telemetry.dogstatsd-tags");
        if (!tags.stream().allMatch(tag -> TAG.matcher(tag).matches())) {
            throw values.bad(
                    "telemetry.dogstatsd-tags", "a list of tags such as \"env:prod\", without '|', ',' and '#'");
        }
        return new Settings.Statsd(
                address("telemetry.statsd-address"), address("telemetry.dogstatsd-addr"), List.copyOf(tags));
    }

    private String address(String key) {
        var text = values.text(key);
        if (text.isEmpty()) {
            return "";
        }
        try {
            return JoinAddress.parse(text, STATSD_PORT).toString();
        } catch (IllegalArgumentException e) {
            throw values.wrong(key, key + " " + e.getMessage());
        }
    }
}
