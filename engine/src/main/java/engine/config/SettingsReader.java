package engine.config;

import engine.checks.CheckDefinition;
import engine.events.AllowedCommands;
import engine.events.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns merged values into {@link Settings}, with the rules that hold between them. */
final class SettingsReader {

    private static final int MAX_PORT = 65_535;
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final int MOST_LOG_FILES = 10_000;
    private static final Pattern DATACENTER = Pattern.compile("[a-z0-9_-]{1,63}");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");
    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0");

    private final Values values;
    private final Machine machine;
    private final boolean dev;
    private final List<String> warnings;

    SettingsReader(Values values, Machine machine, boolean dev, List<String> warnings) {
        this.values = values;
        this.machine = machine;
        this.dev = dev;
        this.warnings = warnings;
    }

    Settings read(List<ServiceDefinition> services, List<CheckDefinition> checks, List<Trigger> triggers) {
        var cluster = new ClusterReader(values, dev, warnings);
        var dataDir = dataDir();
        var ports = ports();
        var bind = bindAddress();
        var client = values.addresses("client-addr");
        if (client.isEmpty()) {
            throw values.bad("client-addr", "one or more IP addresses");
        }
        return new Settings(
                node(),
                dev,
                cluster.server(),
                cluster.bootstrapExpect(),
                dataDir,
                values.path("pid-file"),
                bind,
                advertiseAddress(bind),
                client,
                new Settings.Addresses(httpAddresses(client), addresses("dns", client)),
                ports,
                cluster.join(ports.serfLan()),
                cluster.cluster(),
                cluster.leaving(),
                cluster.snapshots(dataDir),
                new Settings.ScriptChecks(
                        values.flag("enable-script-checks"),
                        values.flag("enable-script-checks") || values.flag("enable-local-script-checks")),
                externalChecks(),
                values.duration("check-update-interval", Duration.ZERO),
                checkOutputMaxSize(),
                log(),
                new TelemetryReader(values).read(),
                new DnsReader(values, warnings).dns(),
                http(),
                events(),
                List.copyOf(services),
                List.copyOf(checks),
                withRemoteExec(triggers),
                allowTriggers(),
                eventHandlers());
    }

    private Settings.ExternalChecks externalChecks() {
        var probe = switch (values.text("external-checks.probe")) {
            case "auto" -> Settings.ExternalChecks.Probe.AUTO;
            case "true" -> Settings.ExternalChecks.Probe.TRUE;
            case "false" -> Settings.ExternalChecks.Probe.FALSE;
            default -> throw values.bad("external-checks.probe", "auto, true or false");
        };
        return new Settings.ExternalChecks(probe, values.flag("external-checks.scripts"));
    }

    private List<EventHandler> eventHandlers() {
        try {
            return EventHandler.all(values.texts("event-handlers"));
        } catch (IllegalArgumentException e) {
            throw values.wrong("event-handlers", String.valueOf(e.getMessage()));
        }
    }

    private List<String> allowTriggers() {
        var patterns = values.texts("allow-triggers");
        if (patterns.stream().anyMatch(String::isBlank)) {
            throw values.bad("allow-triggers", "names of triggers, with * for anything");
        }
        return patterns;
    }

    /** Ad-hoc commands are run as a trigger's, by one that is there only where they are allowed. */
    private List<Trigger> withRemoteExec(List<Trigger> triggers) {
        var all = new ArrayList<>(triggers);
        try {
            var allowed = new AllowedCommands(values.texts("allow-remote-exec"));
            if (!values.flag("disable-remote-exec")) {
                all.add(Trigger.remoteExec(allowed, triggerTimeout()));
            }
        } catch (IllegalArgumentException e) {
            throw values.bad("allow-remote-exec", "a list of commands");
        }
        return List.copyOf(all);
    }

    int checkOutputMaxSize() {
        return values.size("check-output-max-size", 1, 16 * MIB);
    }

    Duration triggerTimeout() {
        return values.duration("events.trigger-timeout", Duration.ofMillis(1));
    }

    private Settings.Node node() {
        var name = values.text("node-name").strip();
        if (name.isEmpty()) {
            name = machine.hostName();
        }
        if (name.isEmpty()) {
            throw new ConfigException("node-name is not set and the machine has no host name; set node-name");
        }
        if (!DnsNames.isName(name)) {
            var written = values.isDefault("node-name")
                    ? ""
                    : Place.of(values.at("node-name").origin()) + ": ";
            warnings.add(written + "node name '" + Values.shorten(name)
                    + "' cannot be asked for over DNS: only letters, digits and hyphens can");
        }
        var id = values.text("node-id").toLowerCase(Locale.ROOT);
        if (!id.isEmpty() && !UUID.matcher(id).matches()) {
            throw values.bad("node-id", "a UUID such as 40e4a748-2192-161a-0510-9bf59fe950b5");
        }
        var meta = values.map("node-meta");
        Metadata.fault(meta).ifPresent(fault -> {
            throw values.wrong("node-meta", "node-meta invalid: " + fault);
        });
        var datacenter = values.text("datacenter").toLowerCase(Locale.ROOT);
        if (!DATACENTER.matcher(datacenter).matches()) {
            throw values.bad("datacenter", "made of letters, digits, hyphens and underscores");
        }
        return new Settings.Node(
                name,
                id.isEmpty() ? Optional.empty() : Optional.of(id),
                meta,
                datacenter,
                !values.flag("disable-host-node-id"));
    }

    private Optional<Path> dataDir() {
        var dir = values.path("data-dir");
        if (dev) {
            if (dir.isPresent()) {
                warnings.add(Place.of(values.at("data-dir").origin())
                        + ": data-dir has no effect with -dev, which keeps nothing");
            }
            return Optional.empty();
        }
        if (dir.isEmpty()) {
            throw new ConfigException(
                    "data-dir is not set; set data-dir to a directory that outlives a reboot, or use -dev, which keeps nothing");
        }
        return dir;
    }

    private String bindAddress() {
        var address = values.address("bind-addr");
        if (address.isEmpty()) {
            throw values.bad("bind-addr", "an IP address");
        }
        return address;
    }

    private String advertiseAddress(String bind) {
        var address = values.address("advertise-addr");
        if (ANY_ADDRESS.contains(address)) {
            throw values.bad("advertise-addr", "an address that others can reach");
        }
        if (!address.isEmpty()) {
            return address;
        }
        return ANY_ADDRESS.contains(bind) ? machine.address() : bind;
    }

    private List<String> httpAddresses(List<String> client) {
        var addresses = values.addressesOrSockets("addresses.http");
        return addresses.isEmpty() ? client : addresses;
    }

    private List<String> addresses(String key, List<String> client) {
        var addresses = values.addresses("addresses." + key);
        return addresses.isEmpty() ? client : addresses;
    }

    private Settings.Ports ports() {
        var ports = new Settings.Ports(
                port("http", -1),
                port("https", -1),
                port("dns", -1),
                port("server", 0),
                port("serf-lan", 0),
                port("serf-wan", -1));
        for (var later : List.of("https", "grpc")) {
            if (port(later, -1) >= 0) {
                warnings.add(Place.of(values.at("ports." + later).origin()) + ": ports." + later
                        + " has no effect in this version");
            }
        }
        var taken = new HashMap<Integer, String>();
        for (var key : List.of("http", "dns", "server", "serf-lan")) {
            int port = port(key, -1);
            var other = port > 0 ? taken.putIfAbsent(port, key) : null;
            if (other != null) {
                throw values.wrong(
                        "ports." + key, "ports." + other, "ports." + other + " and ports." + key + " are both " + port);
            }
        }
        return ports;
    }

    private int port(String key, int min) {
        return values.number("ports." + key, min, MAX_PORT);
    }

    private Settings.Log log() {
        var level = values.text("log-level").toLowerCase(Locale.ROOT);
        level = level.equals("err") ? "error" : level;
        if (!LEVELS.contains(level)) {
            throw values.bad("log-level", "trace, debug, info, warn or error");
        }
        if (values.flag("enable-syslog")) {
            throw values.wrong(
                    "enable-syslog",
                    "enable-syslog is not in this version; let the supervisor take standard output, as systemd does, or set log-file");
        }
        return new Settings.Log(
                level,
                values.path("log-file"),
                values.flag("log-json"),
                values.number("log-rotate-bytes", 0, Integer.MAX_VALUE),
                values.duration("log-rotate-duration", Duration.ZERO),
                values.number("log-rotate-max-files", -1, MOST_LOG_FILES));
    }

    private Settings.Http http() {
        int kv = values.size("limits.kv-max-value-size", 1, 64 * MIB);
        var txn = values.text("limits.txn-max-req-len");
        var defaultWait = values.duration("http-config.default-wait", Duration.ofMillis(1));
        var maxWait = values.duration("http-config.max-wait", Duration.ofMillis(1));
        if (defaultWait.compareTo(maxWait) > 0) {
            throw values.wrong(
                    "http-config.default-wait",
                    "http-config.max-wait",
                    "http-config.default-wait must not be longer than max-wait");
        }
        return new Settings.Http(
                kv,
                values.size("http-config.max-body-size", KIB, 64 * MIB),
                defaultWait,
                maxWait,
                txn.isEmpty() ? kv : values.size("limits.txn-max-req-len", 1, 64 * MIB),
                values.number("limits.txn-max-ops", 1, 10_000),
                values.duration("session-ttl-min", Duration.ofSeconds(1), Duration.ofHours(24)),
                values.number("limits.http-max-conns-per-client", 0, Integer.MAX_VALUE),
                new HttpProtocolReader(values).read());
    }

    private Settings.Events events() {
        return new Settings.Events(
                values.size("events.max-payload", 0, MIB),
                values.number("events.max-count", 1, 1_000_000),
                values.size("events.output-max-size", 1, MIB),
                triggerTimeout(),
                values.duration("events.max-age", Duration.ofMinutes(1)),
                values.size("events.max-bytes", MIB, 1024 * MIB),
                values.duration("events.ttl", Duration.ofSeconds(1)));
    }
}
