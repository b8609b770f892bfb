package engine.config;

import engine.checks.CheckOptions;
import engine.checks.CheckSpec;
import engine.checks.ExitCodes;
import engine.checks.FlapPolicy;
import engine.checks.Status;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads what a check says beyond what Consul has. */
final class OptionsReader {

    static final Set<String> KEYS = Set.of(
            "jitter",
            "initial-delay",
            "exit-codes",
            "flap-changes",
            "flap-window",
            "flap-status",
            "depends-on",
            "on-fail",
            "routing");

    private static final Duration FLAP_WINDOW = Duration.ofMinutes(10);
    private static final Duration LONGEST_DELAY = Duration.ofHours(24);

    private final Fields fields;
    private final CheckSpec spec;
    private final Duration interval;
    private final Definitions.Warnings warnings;

    OptionsReader(Fields fields, CheckSpec spec, Duration interval, Definitions.Warnings warnings) {
        this.fields = fields;
        this.spec = spec;
        this.interval = interval;
        this.warnings = warnings;
    }

    CheckOptions options() {
        warnOfTimeout();
        var jitter = fields.duration("jitter").orElse(Duration.ZERO);
        if (jitter.isNegative() || jitter.multipliedBy(2).compareTo(interval) > 0) {
            throw CheckReader.invalid(fields, "jitter", "jitter must be between 0 and half of the interval");
        }
        var delay = fields.duration("initial-delay");
        if (delay.isPresent() && (delay.get().isNegative() || delay.get().compareTo(LONGEST_DELAY) > 0)) {
            throw CheckReader.invalid(fields, "initial-delay", "initial-delay must be between 0s and 24h");
        }
        if (delay.isPresent() && !interval.isPositive()) {
            throw CheckReader.invalid(fields, "initial-delay", "initial-delay is for checks with an interval");
        }
        return checked(
                fields.text("on-fail").length() > CheckOptions.MOST_ON_FAIL ? "on-fail" : "depends-on",
                () -> new CheckOptions(
                        jitter,
                        delay,
                        exitCodes(),
                        flapping(),
                        fields.texts("depends-on"),
                        fields.text("on-fail"),
                        routing()));
    }

    private boolean routing() {
        var routing = !fields.has("routing") || fields.flag("routing");
        if (!routing
                && fields.duration("deregister-critical-service-after")
                        .orElse(Duration.ZERO)
                        .isPositive()) {
            throw CheckReader.invalid(
                    fields,
                    "routing",
                    "a check with routing = false decides nothing about its service; leave out deregister-critical-service-after");
        }
        return routing;
    }

    /** Consul takes such a check, and so must we. */
    private void warnOfTimeout() {
        var timeout = fields.duration("timeout").orElse(Duration.ZERO);
        if (interval.isPositive() && timeout.compareTo(interval) > 0) {
            warnings.add(
                    fields,
                    "timeout",
                    "timeout is longer than interval: while the target hangs, the check runs less often than interval says");
        }
    }

    private ExitCodes exitCodes() {
        if (!fields.has("exit-codes")) {
            return ExitCodes.DEFAULT;
        }
        if (!(spec instanceof CheckSpec.Script)) {
            throw CheckReader.invalid(fields, "exit-codes", "exit-codes are those of a script: args or script");
        }
        var codes = fields.numberLists("exit-codes");
        for (var name : codes.keySet()) {
            if (!name.equals("passing") && !name.equals("warning")) {
                throw CheckReader.invalid(
                        fields,
                        "exit-codes",
                        "exit-codes has passing and warning, and all others are critical; it has no '"
                                + Values.shorten(name) + "'");
            }
        }
        return checked(
                "exit-codes",
                () -> new ExitCodes(
                        new HashSet<>(codes.getOrDefault("passing", List.of(0))),
                        new HashSet<>(codes.getOrDefault("warning", List.of()))));
    }

    private Optional<FlapPolicy> flapping() {
        if (!fields.has("flap-changes")) {
            for (var key : List.of("flap-window", "flap-status")) {
                if (fields.has(key)) {
                    throw CheckReader.invalid(fields, key, key + " has no effect without flap-changes");
                }
            }
            return Optional.empty();
        }
        var status = fields.text("flap-status");
        return Optional.of(checked(
                "flap-changes",
                () -> new FlapPolicy(
                        fields.number("flap-changes", 0),
                        fields.duration("flap-window").orElse(FLAP_WINDOW),
                        status.isEmpty()
                                ? Status.WARNING
                                : Status.parse(status)
                                        .orElseThrow(() -> new IllegalArgumentException(
                                                "flap-status must be warning or critical")))));
    }

    private <T> T checked(String key, Supplier<T> value) {
        try {
            return value.get();
        } catch (DefinitionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw CheckReader.invalid(fields, key, String.valueOf(e.getMessage()));
        }
    }
}
