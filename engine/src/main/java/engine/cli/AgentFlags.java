package engine.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The agent's flags as configuration keys. */
final class AgentFlags {

    private enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        LIST,
        PAIRS
    }

    /**
     * A flag that sets a key.
     *
     * @param key in kebab-case, dots between levels
     */
    private record Flag(Kind kind, String key, Option option) {}

    /**
     * A flag of Consul whose part is not there.
     *
     * @param remark what to know about it
     * @param harmless whether an agent may run without it
     */
    private record Absent(Option option, String remark, boolean harmless) {}

    private static final String SECRET = "encrypt";

    private static final List<Flag> FLAGS = List.of(
            flag("server", "server", "Be a server, which holds the state; without it, a client agent."),
            flag("bootstrap", "bootstrap", "Form a cluster alone: as --bootstrap-expect=1."),
            number("bootstrap-expect", "bootstrap-expect", "Servers that wait for each other to form a cluster."),
            text("data-dir", "data-dir", "DIRECTORY", "Where state is kept."),
            text("node", "node-name", "NAME", "Name of this node; default the host's name."),
            text("node-id", "node-id", "UUID", "Id of this node; default one that is kept in the data directory."),
            new Flag(Kind.PAIRS, "node-meta", Option.many("node-meta", "KEY:VALUE", "Meta data; may be repeated.")),
            flag("disable-host-node-id", "disable-host-node-id", "Make a random node id; do not derive it."),
            text("datacenter", "datacenter", "NAME", "Name of the datacenter; default dc1."),
            text("domain", "domain", "NAME", "Domain of DNS names; default consul."),
            text("alt-domain", "alt-domain", "NAME", "A second domain of DNS names."),
            text("bind", "bind-addr", "ADDRESS", "Address of the ports for other agents; default 0.0.0.0."),
            text(
                    "advertise",
                    "advertise-addr",
                    "ADDRESS",
                    "Address that other agents reach this one at, also in the catalog."),
            text("client", "client-addr", "ADDRESS", "Address of HTTP and DNS; default 127.0.0.1."),
            number("http-port", "ports.http", "Port of HTTP; default 8500."),
            number("dns-port", "ports.dns", "Port of DNS; default 8600."),
            number("server-port", "ports.server", "Port of traffic between servers; default 8300."),
            number("serf-lan-port", "ports.serf-lan", "Port for joins and client agents; default 8301."),
            number("serf-wan-port", "ports.serf-wan", "Port between datacenters; default 8302. Nothing listens there."),
            list("join", "start-join", "ADDRESS", "An agent to join at start; may be repeated."),
            list("retry-join", "retry-join", "ADDRESS", "An agent to join, tried until one answers."),
            text("retry-interval", "retry-interval", "TIME", "Time between tries to join; default 30s."),
            number("retry-max", "retry-max", "Tries to join before the agent gives up; default 0, for ever."),
            flag("rejoin", "rejoin-after-leave", "Join the former cluster again also after a leave."),
            text(SECRET, "encrypt", "SECRET", "The cluster secret. Better in a file: others can read a command line."),
            flag("enable-script-checks", "enable-script-checks", "Allow checks that run programs."),
            flag(
                    "enable-local-script-checks",
                    "enable-local-script-checks",
                    "Allow checks that run programs, but only those of configuration files."),
            list(
                    "event-handler",
                    "event-handlers",
                    "[EVENT,...=]SCRIPT",
                    "A script for events, as Serf's; may be repeated."),
            text("log-level", "log-level", "LEVEL", "trace, debug, info, warn or error; default info."),
            text("log-file", "log-file", "FILE", "Log to this file too."),
            flag("log-json", "log-json", "Log as JSON."),
            text("pid-file", "pid-file", "FILE", "Where to write the process id."));

    private static final List<Absent> ABSENT = List.of(
            absent("https-port", "PORT", "HTTPS is not served; use HTTP", true),
            absent("grpc-port", "PORT", "there is no gRPC port, as there is no service mesh", true),
            absent("recursor", "ADDRESS", "names outside the domain are not resolved", true),
            new Absent(Option.flag("ui", later("there is no web interface")), "there is no web interface", true),
            absent("advertise-wan", "ADDRESS", "there is one datacenter", true),
            absent("raft-protocol", "NUMBER", "it has no meaning here", true),
            absent("protocol", "NUMBER", "it has no meaning here", true),
            absent("hcl", "TEXT", "configuration on the command line is not read; put it into a file", false));

    private AgentFlags() {}

    private static Flag flag(String name, String key, String help) {
        return new Flag(Kind.TRUTH, key, Option.flag(name, help));
    }

    private static Flag number(String name, String key, String help) {
        return new Flag(Kind.NUMBER, key, Option.of(name, "NUMBER", help));
    }

    private static Flag text(String name, String key, String value, String help) {
        return new Flag(Kind.TEXT, key, Option.of(name, value, help));
    }

    private static Flag list(String name, String key, String value, String help) {
        return new Flag(Kind.LIST, key, Option.many(name, value, help));
    }

    private static Absent absent(String name, String value, String remark, boolean harmless) {
        return new Absent(Option.many(name, value, later(remark)), remark, harmless);
    }

    private static String later(String remark) {
        return "Not in this version: " + remark + ".";
    }

    /** All options that set configuration keys, and those that say that they cannot. */
    static List<Option> options() {
        var options = new ArrayList<Option>();
        FLAGS.forEach(flag -> options.add(flag.option()));
        ABSENT.forEach(absent -> options.add(absent.option()));
        return options;
    }

    /** What to tell about options, as of those whose part is not there; a failure when it would do harm to go on. */
    static List<String> remarks(Arguments arguments) {
        var remarks = new ArrayList<String>();
        if (arguments.has(SECRET)) {
            remarks.add("-" + SECRET + ": whoever lists the processes of this machine sees the secret; put it into a"
                    + " configuration file that only the agent may read: encrypt = \"...\"");
        }
        for (var absent : ABSENT) {
            var name = absent.option().name();
            if (!arguments.has(name) || arguments.value(name, "").equals("-1")) {
                continue;
            }
            var remark = "-" + name + ": " + absent.remark() + " (not in this version).";
            if (!absent.harmless()) {
                throw new Failure(remark);
            }
            remarks.add(remark);
        }
        return remarks;
    }

    /** The keys that the options set, nested as in a file. */
    static Map<String, Object> overrides(Arguments arguments) {
        var keys = new LinkedHashMap<String, Object>();
        for (var flag : FLAGS) {
            var name = flag.option().name();
            var value = arguments.value(name);
            if (value != null) {
                put(keys, flag.key(), convert(flag, value, arguments.values(name)));
            }
        }
        return keys;
    }

    private static Object convert(Flag flag, String value, List<String> values) {
        var name = flag.option().name();
        return switch (flag.kind()) {
            case TEXT -> value;
            case TRUTH -> value.equals("true");
            case NUMBER -> number(name, value);
            case LIST -> List.copyOf(values);
            case PAIRS -> {
                var pairs = new LinkedHashMap<String, Object>();
                for (var pair : values) {
                    var parts = Arguments.pair(name, pair, ':');
                    pairs.put(parts[0], parts[1]);
                }
                yield pairs;
            }
        };
    }

    private static Long number(String name, String value) {
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException _) {
            throw Failure.usage("--" + name + " takes a whole number, not '" + value + "'.");
        }
    }

    @SuppressWarnings(
            "unchecked") // every map in the tree is one that this method made, or a leaf that no key goes into
    private static void put(Map<String, Object> keys, String key, Object value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            keys.put(key, value);
        } else {
            var level = keys.computeIfAbsent(key.substring(0, dot), _ -> new LinkedHashMap<String, Object>());
            put((Map<String, Object>) level, key.substring(dot + 1), value);
        }
    }
}
