package engine.config;

import engine.checks.CheckDefinition;
import engine.checks.CheckOptions;
import engine.config.ServiceDefinition.TaggedAddress;
import engine.config.ServiceDefinition.Weights;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads definitions of services with Consul's rules, defaults and texts. */
final class ServiceReader {

    private static final Set<String> NO_ADDRESS = Set.of("0.0.0.0", "::", "[::]");
    private static final Set<String> KEYS = Set.of(
            "name",
            "id",
            "tags",
            "address",
            "port",
            "meta",
            "tagged-addresses",
            "weights",
            "enable-tag-override",
            "node-checks",
            "check",
            "checks",
            "token");
    private static final Set<String> UNUSED =
            Set.of("kind", "proxy", "connect", "socket-path", "locality", "namespace", "partition");
    private static final int GREATEST_WEIGHT = 65_535;

    private final CheckReader checks;
    private final Definitions.Warnings warnings;

    ServiceReader(CheckReader checks, Definitions.Warnings warnings) {
        this.checks = checks;
        this.warnings = warnings;
    }

    ServiceDefinition read(Fields fields) {
        fields.only(KEYS, UNUSED);
        var checkBlocks = checkBlocks(fields);
        var name = fields.text("name");
        var id = fields.text("id").isEmpty() ? name : fields.text("id");
        if (name.isEmpty()) {
            throw fields.wrong("Missing service name");
        }
        var address = address(fields);
        var meta = fields.textMap("meta");
        if (meta != null) {
            Metadata.fault(meta).ifPresent(fault -> {
                throw fields.wrong("meta", "Invalid Service Meta: " + fault);
            });
        }
        int port = port(fields);
        var definition = new ServiceDefinition(
                id,
                name,
                fields.texts("tags"),
                address,
                withFamilies(taggedAddresses(fields), address, port),
                port,
                meta == null ? Map.of() : meta,
                weights(fields, 1),
                fields.flag("enable-tag-override"),
                nodeChecks(fields),
                checks(checkBlocks, id, name));
        UNUSED.stream().sorted().forEach(key -> warnings.unused(fields, key));
        if (!DnsNames.isLabel(name)) {
            warnings.add(
                    fields,
                    "name",
                    "service name '" + Values.shorten(name)
                            + "' cannot be asked for over DNS: only letters, digits and hyphens can");
        }
        return definition;
    }

    static String address(Fields fields) {
        var address = fields.text("address");
        if (NO_ADDRESS.contains(address)) {
            throw fields.wrong("address", "Invalid service address");
        }
        return address;
    }

    static int port(Fields fields) {
        int port = fields.number("port", 0);
        if (port < 0 || port > 65_535) {
            throw fields.wrong("port", "Invalid service port: must be from 0 to 65535, was " + port);
        }
        return port;
    }

    static Map<String, TaggedAddress> taggedAddresses(Fields fields) {
        var addresses = new TreeMap<String, TaggedAddress>();
        fields.blockMap("tagged-addresses").forEach((tag, block) -> {
            block.only("address", "port");
            addresses.put(tag, new TaggedAddress(block.text("address"), port(block)));
        });
        return addresses;
    }

    /** Consul's sessions have a list of this name too. */
    static Optional<List<String>> nodeChecks(Fields fields) {
        if (!fields.has("node-checks")) {
            return Optional.empty();
        }
        var ids = fields.texts("node-checks");
        if (ids.size() > CheckOptions.MOST_CHECKS) {
            throw fields.wrong(
                    "node-checks", "node-checks names " + ids.size() + " checks; at most " + CheckOptions.MOST_CHECKS);
        }
        return Optional.of(List.copyOf(ids));
    }

    /** One share each where nothing is given; a share that is left out of given ones is 0. */
    static Weights weights(Fields fields, int leastPassing) {
        var given = fields.block("weights");
        if (given.isEmpty()) {
            return Weights.EQUAL;
        }
        var block = given.get();
        block.only("passing", "warning");
        int passing = block.number("passing", 0);
        int warning = block.number("warning", 0);
        if (passing < leastPassing) {
            throw fields.wrong("weights", "Invalid Weights: Passing must be greater than 0");
        }
        if (warning < 0) {
            throw fields.wrong("weights", "Invalid Weights: Warning must be greater or equal than 0");
        }
        if (passing > GREATEST_WEIGHT || warning > GREATEST_WEIGHT) {
            throw fields.wrong("weights", "Invalid Weights: DNS Weight must be between 0 and 65535");
        }
        // In the catalog, as Consul: without a share while passing both count as not given.
        return passing == 0 ? Weights.EQUAL : new Weights(passing, warning);
    }

    /** An IP address is also found under the tags of its family, as Consul has it. */
    private static Map<String, TaggedAddress> withFamilies(
            Map<String, TaggedAddress> tagged, String address, int port) {
        if (!address.equals("localhost") && Values.isAddress(address)) {
            var family = InetAddress.ofLiteral(address) instanceof Inet4Address ? "ipv4" : "ipv6";
            tagged.putIfAbsent("lan_" + family, new TaggedAddress(address, port));
            tagged.putIfAbsent("wan_" + family, new TaggedAddress(address, port));
        }
        return tagged;
    }

    private static List<Fields> checkBlocks(Fields fields) {
        var blocks = new ArrayList<>(fields.blocks("checks"));
        fields.block("check").filter(block -> !block.isEmpty()).ifPresent(blocks::add);
        blocks.forEach(CheckReader::declare);
        return blocks;
    }

    private List<CheckDefinition> checks(List<Fields> blocks, String serviceId, String serviceName) {
        var read = new ArrayList<CheckDefinition>();
        for (int i = 0; i < blocks.size(); i++) {
            var id = "service:" + serviceId + (blocks.size() > 1 ? ":" + (i + 1) : "");
            read.add(checks.ofService(blocks.get(i), serviceId, serviceName, id));
        }
        return read;
    }
}
