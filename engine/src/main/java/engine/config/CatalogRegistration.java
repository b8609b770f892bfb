package engine.config;

import engine.config.ServiceDefinition.TaggedAddress;
import engine.config.ServiceDefinition.Weights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /v1/catalog/register}.
 *
 * @param address empty only with {@code skipNodeUpdate}
 * @param id UUID of the node; empty where none was given
 * @param datacenter empty for the agent's own
 * @param taggedAddresses null where none were given
 * @param nodeMeta null where none was given
 * @param skipNodeUpdate whether a node that exists stays as it is
 */
public record CatalogRegistration(
        String node,
        String address,
        String id,
        String datacenter,
        @Nullable Map<String, String> taggedAddresses,
        @Nullable Map<String, String> nodeMeta,
        boolean skipNodeUpdate,
        Optional<Service> service,
        List<Check> checks) {

    private static final Pattern UUID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    private static final int UUID_LENGTH = 36;

    /**
     * A service on the node.
     *
     * @param id the name where none was given
     * @param meta null where none was given
     * @param nodeChecks as {@link ServiceDefinition#nodeChecks}
     */
    public record Service(
            String id,
            String name,
            List<String> tags,
            String address,
            Map<String, TaggedAddress> taggedAddresses,
            int port,
            @Nullable Map<String, String> meta,
            Weights weights,
            boolean enableTagOverride,
            Optional<List<String>> nodeChecks) {}

    /**
     * A check of the node or of a service on it.
     *
     * @param id the name where none was given
     * @param status passing, warning or critical; critical where none was given
     * @param serviceId empty for a check of the node
     * @param deregisterAfter critical for so long, it has its service deregistered; zero for never
     * @param definition what is to be probed, as {@link CatalogDefinition} has it; empty for none
     * @param routing whether it decides if what it belongs to is given to those who look for services
     */
    public record Check(
            String id,
            String name,
            String status,
            String notes,
            String output,
            String serviceId,
            Duration deregisterAfter,
            String definition,
            boolean routing) {
        /** One that deregisters nothing and is told its status. */
        public Check(String id, String name, String status, String notes, String output, String serviceId) {
            this(id, name, status, notes, output, serviceId, Duration.ZERO, "", true);
        }
    }

    /**
     * Reads a body; keys are found in any letter case, unknown ones ignored.
     *
     * @throws DefinitionException with Consul's sentence
     */
    public static CatalogRegistration of(Map<String, ?> body) {
        var fields = Fields.body(body);
        var node = fields.text("node");
        var address = fields.text("address");
        var service = fields.block("service").map(CatalogRegistration::service);
        var blocks = new ArrayList<>(fields.blocks("checks"));
        fields.block("check").ifPresent(blocks::add);
        boolean skipNodeUpdate = fields.flag("skip-node-update");
        if (node.isEmpty()) {
            throw fields.wrong("Must provide node");
        }
        if (address.isEmpty() && !skipNodeUpdate) {
            throw fields.wrong("Must provide address if SkipNodeUpdate is not set");
        }
        return new CatalogRegistration(
                node,
                address,
                id(fields),
                fields.text("datacenter"),
                fields.textMap("tagged-addresses"),
                fields.textMap("node-meta"),
                skipNodeUpdate,
                service,
                blocks.stream().map(block -> check(block, node)).toList());
    }

    private static String id(Fields fields) {
        var id = fields.text("id");
        if (!id.isEmpty() && id.length() != UUID_LENGTH) {
            throw fields.wrong("id", "Bad node ID: uuid string is wrong length");
        }
        if (!id.isEmpty() && !UUID.matcher(id).matches()) {
            throw fields.wrong("id", "Bad node ID: uuid is improperly formatted");
        }
        return id;
    }

    private static Service service(Fields fields) {
        var name = fields.text("service");
        if (name.isEmpty()) {
            throw fields.wrong("Must provide service name with ID");
        }
        var id = fields.text("id");
        return new Service(
                id.isEmpty() ? name : id,
                name,
                fields.texts("tags"),
                ServiceReader.address(fields),
                ServiceReader.taggedAddresses(fields),
                ServiceReader.port(fields),
                fields.textMap("meta"),
                ServiceReader.weights(fields, 0),
                fields.flag("enable-tag-override"),
                ServiceReader.nodeChecks(fields));
    }

    private static Check check(Fields fields, String node) {
        var name = fields.text("name");
        var id = fields.text("check-id").isEmpty() ? name : fields.text("check-id");
        var ofNode = fields.text("node");
        if (!ofNode.isEmpty() && !ofNode.equalsIgnoreCase(node)) {
            throw fields.wrong("node", "check node \"" + ofNode + "\" does not match node \"" + node + "\"");
        }
        if (id.isEmpty()) {
            throw fields.wrong("Must provide CheckID or Name of a check");
        }
        var status = fields.text("status").isEmpty() ? "critical" : fields.text("status");
        if (engine.checks.Status.parse(status).isEmpty()) {
            throw fields.wrong("status", "Bad check status");
        }
        return new Check(
                id,
                name,
                status,
                fields.text("notes"),
                fields.text("output"),
                fields.text("service-id"),
                deregisterAfter(fields),
                fields.block("definition").map(CatalogDefinition::of).orElse(""),
                !fields.has("routing") || fields.flag("routing"));
    }

    /** What the check's definition says. */
    private static Duration deregisterAfter(Fields fields) {
        return fields.block("definition")
                .flatMap(definition -> definition.duration("deregister-critical-service-after"))
                .filter(Duration::isPositive)
                .map(after -> after.compareTo(CheckReader.MIN_DEREGISTER) < 0 ? CheckReader.MIN_DEREGISTER : after)
                .orElse(Duration.ZERO);
    }
}
