package engine.config;

import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how an agent finds the others and stays with them, with the rules that hold between these settings. */
final class ClusterReader {

    /** Taken for addresses without a port where the agent's own port is a free one. */
    private static final int AGENT_PORT = 8301;

    private static final int MOST_SERVERS = 1000;

    /** Times that end up in timers, which cannot count to any number. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Values values;
    private final boolean dev;
    private final boolean server;
    private final List<String> warnings;

    ClusterReader(Values values, boolean dev, List<String> warnings) {
        this.values = values;
        this.dev = dev;
        this.server = values.flag("server");
        this.warnings = warnings;
    }

    boolean server() {
        return server;
    }

    int bootstrapExpect() {
        int expect = values.number("bootstrap-expect", 0, MOST_SERVERS);
        boolean bootstrap = values.flag("bootstrap");
        if (expect > 0 && !server) {
            throw values.wrong(
                    "bootstrap-expect", "bootstrap-expect is for servers; set server = true or leave it out");
        }
        if (bootstrap && !server) {
            throw values.wrong("bootstrap", "bootstrap is for servers; set server = true or leave it out");
        }
        if (expect > 0 && bootstrap) {
            throw values.wrong("bootstrap", "bootstrap and bootstrap-expect exclude each other; keep bootstrap-expect");
        }
        if (expect == 2) {
            warn(
                    "bootstrap-expect",
                    "= 2: a cluster of 2 servers has no majority without either; 3 outlive the loss of one");
        } else if (expect > 0 && expect % 2 == 0) {
            warn(
                    "bootstrap-expect",
                    "= " + expect + ": an even number of servers outlives no more losses than " + (expect - 1) + " do");
        }
        return expect == 0 && (bootstrap || (dev && server)) ? 1 : expect;
    }

    /** @param agentPort this agent's own, which addresses without a port are taken to have */
    Settings.Join join(int agentPort) {
        int defaultPort = agentPort == 0 ? AGENT_PORT : agentPort;
        return new Settings.Join(
                addresses("start-join", defaultPort),
                addresses("retry-join", defaultPort),
                values.duration("retry-interval", Duration.ofMillis(100), LONGEST),
                values.number("retry-max", 0, Integer.MAX_VALUE),
                values.flag("rejoin-after-leave"));
    }

    private List<String> addresses(String key, int defaultPort) {
        var addresses = new ArrayList<String>();
        for (var element : Values.elements(values.at(key))) {
            addresses.add(address(key, element, defaultPort).toString());
        }
        return addresses.stream().distinct().toList();
    }

    private static JoinAddress address(String key, ConfigValue element, int defaultPort) {
        var place = Place.of(element.origin()) + ": " + key;
        var text = Values.scalar(element)
                .orElseThrow(() -> new ConfigException(
                        place + " must be a list of addresses or host names, not of " + Values.shown(element)));
        if (text.contains("provider=")) {
            // Not shown: such a text may hold the provider's keys.
            throw new ConfigException(
                    place
                            + " must be a list of addresses or host names (finding them at a cloud provider is not in this version)");
        }
        try {
            return JoinAddress.parse(text, defaultPort);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(place + ": each " + e.getMessage());
        }
    }

    Settings.Cluster cluster() {
        return new Settings.Cluster(
                secret(),
                values.duration("dead-after", Duration.ofSeconds(5), LONGEST),
                values.duration("reconnect-timeout", Duration.ofHours(8)));
    }

    private Optional<Secret> secret() {
        var text = Values.scalar(values.at("encrypt")).orElse("no secret");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var secret = Secret.read(text);
        if (secret.isEmpty()) {
            throw values.wrong(
                    "encrypt",
                    "encrypt must be 16, 24 or 32 bytes in base64, in double quotes, as `engine keygen` prints them (what is there is not shown)");
        }
        warn("encrypt", "proves that agents belong together; traffic is not encrypted in this version");
        return secret;
    }

    /** As Consul has it: who is only a client leaves when it is ended, a server is expected back. */
    Settings.Leaving leaving() {
        return new Settings.Leaving(
                values.flag("leave-on-terminate", !server), !values.flag("skip-leave-on-interrupt", server));
    }

    Settings.Snapshots snapshots(Optional<Path> dataDir) {
        var interval = values.duration("snapshots.interval", Duration.ZERO, LONGEST);
        if (interval.isPositive() && interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw values.bad("snapshots.interval", "0s or a duration of at least 1s");
        }
        return new Settings.Snapshots(
                interval,
                values.number("snapshots.retain", 1, 10_000),
                values.path("snapshots.dir").or(() -> dataDir.map(dir -> dir.resolve("snapshots"))));
    }

    private void warn(String key, String saying) {
        warnings.add(Place.of(values.at(key).origin()) + ": " + key + " " + saying);
    }
}
