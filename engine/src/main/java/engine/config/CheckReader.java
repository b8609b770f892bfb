package engine.config;

import engine.checks.CheckDefinition;
import engine.checks.CheckSpec;
import engine.checks.Policy;
import engine.checks.Status;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Reads definitions of checks with Consul's rules, defaults and texts. */
final class CheckReader {

    /** Probes more often than this cost more than they tell; a shorter interval is raised to it, as in Consul. */
    static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    /** A shorter deregister-critical-service-after is raised to this, as in Consul. */
    static final Duration MIN_DEREGISTER = Duration.ofMinutes(1);

    private static final Set<String> KEYS = Set.of(
            "name",
            "id",
            "check-id",
            "service-id",
            "notes",
            "status",
            "interval",
            "timeout",
            "success-before-passing",
            "failures-before-warning",
            "failures-before-critical",
            "output-max-size",
            "deregister-critical-service-after",
            "token");
    private static final Set<String> UNUSED = Set.of("namespace", "partition");

    private static final Duration SCRIPT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(10);

    private final int outputMaxSize;
    private final Definitions.Warnings warnings;

    CheckReader(int outputMaxSize, Definitions.Warnings warnings) {
        this.outputMaxSize = outputMaxSize;
        this.warnings = warnings;
    }

    /** The keys of a check. */
    static Set<String> keys() {
        var useful = new HashSet<>(KEYS);
        useful.addAll(SpecReader.KEYS);
        useful.addAll(OptionsReader.KEYS);
        return useful;
    }

    /** Declares the keys of a check, and so refuses others in files, before any of them is read. */
    static void declare(Fields fields) {
        fields.only(keys(), UNUSED);
    }

    /** A check of its own: it needs a name, and may name a service. */
    CheckDefinition own(Fields fields) {
        declare(fields);
        var name = fields.text("name");
        if (name.isEmpty()) {
            throw fields.wrong("Missing check name");
        }
        return read(fields, id(fields, name), name, fields.text("service-id"), "Bad check status");
    }

    /** A check inside the definition of a service, its keys declared; the service gives what it does not say itself. */
    CheckDefinition ofService(Fields fields, String serviceId, String serviceName, String id) {
        var name = fields.text("name");
        return read(
                fields,
                id(fields, id),
                name.isEmpty() ? "Service '" + serviceName + "' check" : name,
                serviceId,
                "Status for checks must 'passing', 'warning', 'critical'");
    }

    private CheckDefinition read(Fields fields, String id, String name, String serviceId, String badStatus) {
        var status = fields.text("status");
        var initial = status.isEmpty()
                ? Status.CRITICAL
                : Status.parse(status)
                        .orElseThrow(() -> fields.wrong(
                                "status",
                                fields.isBody()
                                        ? badStatus
                                        : "status must be passing, warning or critical, not '" + Values.shorten(status)
                                                + "'"));
        fields.text("token");
        var ttl = fields.duration("ttl").orElse(Duration.ZERO);
        var interval = fields.duration("interval").orElse(Duration.ZERO);
        var spec = new SpecReader(fields, interval, ttl).spec();
        var size = fields.size("output-max-size", 0);
        if (size < 0) {
            throw invalid(
                    fields,
                    "output-max-size",
                    fields.isBody()
                            ? "MaxOutputMaxSize must be positive"
                            : "output-max-size must be a number of bytes, 0 for the agent's, not " + size);
        }
        UNUSED.stream().sorted().forEach(key -> warnings.unused(fields, key));
        return new CheckDefinition(
                id,
                name,
                fields.text("notes"),
                serviceId,
                spec,
                probed(spec) && interval.compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : interval,
                fields.duration("timeout").filter(Duration::isPositive).orElse(timeout(spec)),
                initial,
                policy(fields),
                size == 0 ? outputMaxSize : Math.min(size, outputMaxSize),
                fields.duration("deregister-critical-service-after")
                        .filter(Duration::isPositive)
                        .map(d -> d.compareTo(MIN_DEREGISTER) < 0 ? MIN_DEREGISTER : d),
                new OptionsReader(fields, spec, interval, warnings).options());
    }

    private static String id(Fields fields, String otherwise) {
        var id = fields.text("id");
        var checkId = fields.text("check-id");
        return !checkId.isEmpty() ? checkId : !id.isEmpty() ? id : otherwise;
    }

    /** Consul counts "0" and "1" alike: the first result decides. Warning waits for critical unless told otherwise. */
    private static Policy policy(Fields fields) {
        int critical = Math.max(1, count(fields, "failures-before-critical"));
        int warning = count(fields, "failures-before-warning");
        if (warning > critical) {
            throw invalid(
                    fields,
                    "failures-before-warning",
                    "FailuresBeforeWarning can't be higher than FailuresBeforeCritical");
        }
        return new Policy(
                Math.max(1, count(fields, "success-before-passing")), warning < 1 ? critical : warning, critical);
    }

    /** Consul takes a negative one for none; in a file it is a mistake. */
    private static int count(Fields fields, String key) {
        int count = fields.number(key, 0);
        if (count < 0 && !fields.isBody()) {
            throw invalid(fields, key, key + " must be 0 or more, not " + count);
        }
        return count;
    }

    private static boolean probed(CheckSpec spec) {
        return !(spec instanceof CheckSpec.Ttl
                || spec instanceof CheckSpec.Alias
                || spec instanceof CheckSpec.Combined);
    }

    private static Duration timeout(CheckSpec spec) {
        return spec instanceof CheckSpec.Script || spec instanceof CheckSpec.Docker ? SCRIPT_TIMEOUT : NETWORK_TIMEOUT;
    }

    static DefinitionException invalid(Fields fields, String key, String rule) {
        return fields.wrong(key, "Invalid check: " + rule);
    }
}
