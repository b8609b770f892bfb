package engine.external;

import engine.checks.CheckDefinition;
import engine.checks.CheckOptions;
import engine.checks.CheckSpec;
import engine.checks.Endpoint;
import engine.checks.Policy;
import engine.checks.Status;
import engine.config.Definitions;
import engine.config.NamedFile;
import engine.text.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the check of a node without an agent comes to on an agent that probes it. */
sealed interface ProbeDefinition {

    /** It can be run. */
    record Runs(CheckDefinition check) implements ProbeDefinition {
        /** The same under another id. */
        CheckDefinition as(String id) {
            return new CheckDefinition(
                    id,
                    check.name(),
                    check.notes(),
                    check.serviceId(),
                    check.spec(),
                    check.interval(),
                    check.timeout(),
                    check.initialStatus(),
                    check.policy(),
                    check.outputMaxSize(),
                    check.deregisterCriticalServiceAfter(),
                    check.options());
        }
    }

    /** It cannot, for a reason. */
    record Refused(String sentence) implements ProbeDefinition {}

    /** As in consul-esm, where a definition says nothing. */
    Duration INTERVAL = Duration.ofSeconds(30);

    /** How often a node is pinged, as in consul-esm. */
    Duration PING_INTERVAL = Duration.ofSeconds(10);

    /** How long an answer to a ping may take, as in consul-esm. */
    Duration PING_TIMEOUT = Duration.ofSeconds(5);

    /** A longer timeout is taken as this: what hangs must end. */
    Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);

    /** The first run comes within this, and within the interval: a check that moves is probed soon, and many not at once. */
    Duration LONGEST_DELAY = Duration.ofSeconds(3);

    /** @param scripts whether this agent runs programs for checks of the catalog */
    static ProbeDefinition of(ExternalCheck check, Definitions definitions, boolean scripts) {
        try {
            var definition = check.isReachability() ? ping(check) : read(check, definitions);
            return refusal(definition, scripts)
                    .<ProbeDefinition>map(Refused::new)
                    .orElseGet(() -> new Runs(prompt(definition)));
        } catch (IllegalArgumentException e) {
            return new Refused("this Definition cannot be run: " + e.getMessage());
        }
    }

    /** Unique on this agent. */
    static String id(ExternalCheck check) {
        return check.key().node() + '\0' + check.key().id();
    }

    private static CheckDefinition read(ExternalCheck check, Definitions definitions) {
        Map<String, @Nullable Object> body = Json.object(check.definition());
        // The server that leads does that.
        body.remove("DeregisterCriticalServiceAfter");
        if (!body.containsKey("TTL")) {
            body.putIfAbsent("Interval", INTERVAL.toNanos());
        }
        body.put("CheckID", id(check));
        body.put("Name", check.name().isEmpty() ? check.id() : check.name());
        return definitions.check(body);
    }

    private static CheckDefinition ping(ExternalCheck check) {
        return new CheckDefinition(
                id(check),
                check.name(),
                "",
                "",
                new CheckSpec.Ping(check.address()),
                PING_INTERVAL,
                PING_TIMEOUT,
                Status.CRITICAL,
                new Policy(1, 1, 1),
                CheckDefinition.DEFAULT_OUTPUT_MAX_SIZE,
                Optional.empty());
    }

    private static Optional<String> refusal(CheckDefinition check, boolean scripts) {
        var kind = check.spec().type();
        var local = "a " + kind
                + " check is about the machine that it runs on, which for a node without an agent is another one";
        if (!check.options().dependsOn().isEmpty()) {
            return Optional.of("depends-on is for checks that an agent runs, not for those of the catalog");
        }
        return switch (check.spec()) {
            case CheckSpec.Script _
            when !scripts ->
                Optional.of("a program needs external-checks.scripts = true on an agent that probes:"
                        + " the one that probes this check runs none for the catalog");
            case CheckSpec.Ttl _ ->
                Optional.of("a ttl check is told its status: register it without a Definition, and tell the catalog");
            case CheckSpec.Alias _, CheckSpec.Combined _ ->
                Optional.of("an " + kind + " check needs an agent: it is made of what its own agent knows");
            case CheckSpec.Docker _, CheckSpec.OsProcess _, CheckSpec.OsService _, CheckSpec.Host _ ->
                Optional.of(local);
            case CheckSpec.Http http when !http.unixSocket().isEmpty() -> Optional.of(local);
            case CheckSpec.Tcp(Endpoint.Unix _, var _, var _, var _) -> Optional.of(local);
            case CheckSpec.Script _, CheckSpec.Http _, CheckSpec.Tcp _, CheckSpec.Udp _ -> named(check, scripts);
            case CheckSpec.H2Ping _, CheckSpec.Grpc _, CheckSpec.Dns _, CheckSpec.Ping _ -> named(check, scripts);
        };
    }

    /** Who may write to the catalog must not learn thereby which files there are on an agent. */
    private static Optional<String> named(CheckDefinition check, boolean scripts) {
        return NamedFile.of(check.spec())
                .filter(_ -> !scripts)
                .map(key -> key + " names a file of the machine that probes:"
                        + " that needs external-checks.scripts = true on an agent that probes");
    }

    private static CheckDefinition prompt(CheckDefinition check) {
        var options = check.options();
        var longest = check.interval().compareTo(LONGEST_DELAY) < 0 ? check.interval() : LONGEST_DELAY;
        // The same each time, so that a definition that did not change is an equal one.
        var delay = Duration.ofMillis(Math.floorMod(Assignment.hash(check.id()), longest.toMillis() + 1));
        return new CheckDefinition(
                check.id(),
                check.name(),
                check.notes(),
                check.serviceId(),
                check.spec(),
                check.interval(),
                check.timeout().compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : check.timeout(),
                check.initialStatus(),
                check.policy(),
                check.outputMaxSize(),
                Optional.empty(),
                new CheckOptions(
                        options.jitter(),
                        options.initialDelay().or(() -> Optional.of(delay)),
                        options.exitCodes(),
                        options.flapping(),
                        options.dependsOn(),
                        options.onFail(),
                        options.routing()));
    }
}
