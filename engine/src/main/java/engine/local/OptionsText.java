package engine.local;

import com.typesafe.config.Config;
import engine.checks.CheckOptions;
import engine.checks.ExitCodes;
import engine.checks.FlapPolicy;
import engine.checks.Status;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of a check, in the form in which {@link DefinitionText} keeps them. */
final class OptionsText {

    private OptionsText() {}

    static Map<String, Object> of(CheckOptions options) {
        var map = new LinkedHashMap<String, Object>();
        map.put("jitter", options.jitter().toString());
        options.initialDelay().ifPresent(delay -> map.put("initial-delay", delay.toString()));
        map.put("exit-passing", List.copyOf(options.exitCodes().passing()));
        map.put("exit-warning", List.copyOf(options.exitCodes().warning()));
        options.flapping().ifPresent(policy -> {
            map.put("flap-changes", policy.changes());
            map.put("flap-window", policy.window().toString());
            map.put("flap-status", policy.atLeast().text());
        });
        map.put("depends-on", options.dependsOn());
        map.put("on-fail", options.onFail());
        map.put("routing", options.routing());
        return map;
    }

    static CheckOptions read(Config in) {
        return new CheckOptions(
                Duration.parse(in.getString("jitter")),
                in.hasPath("initial-delay")
                        ? Optional.of(Duration.parse(in.getString("initial-delay")))
                        : Optional.empty(),
                new ExitCodes(
                        new HashSet<>(in.getIntList("exit-passing")), new HashSet<>(in.getIntList("exit-warning"))),
                in.hasPath("flap-changes")
                        ? Optional.of(new FlapPolicy(
                                in.getInt("flap-changes"),
                                Duration.parse(in.getString("flap-window")),
                                Status.parse(in.getString("flap-status")).orElse(Status.WARNING)))
                        : Optional.empty(),
                in.getStringList("depends-on"),
                in.getString("on-fail"),
                !in.hasPath("routing") || in.getBoolean("routing"));
    }
}
