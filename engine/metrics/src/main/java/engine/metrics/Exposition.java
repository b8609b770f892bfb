package engine.metrics;

import java.util.Comparator;
import java.util.List;

/**
 * Which metrics are shown, and how Consul's own are called: the block {@code telemetry} of the configuration.
 *
 * @param prefix instead of {@code consul}
 * @param filter in the form of Consul: {@code +consul.raft} shows, {@code -consul.http} hides; the longest that fits decides
 * @param byDefault whether what no filter fits is shown
 */
public record Exposition(String prefix, List<String> filter, boolean byDefault) {
    /** Everything, by Consul's names. */
    public static final Exposition ALL = new Exposition("consul", List.of(), true);

    private static final String CONSUL = "consul.";

    public Exposition {
        filter = filter.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Whether a metric is shown; {@code name} as {@link Family#name} has it. */
    public boolean shows(String name) {
        var shown = shown(name);
        for (var rule : filter) {
            if (shown.startsWith(rule.substring(1))) {
                return rule.charAt(0) == '+';
            }
        }
        return byDefault;
    }

    /** The name under which it is shown. */
    public String shown(String name) {
        return name.startsWith(CONSUL) ? prefix + name.substring(CONSUL.length() - 1) : name;
    }
}
