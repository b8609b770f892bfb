package engine.config;

import java.util.Map;

/**
 * The body of {@code PUT /v1/catalog/deregister}: a service where {@code serviceId} is given, else a check where
 * {@code checkId} is, else the node with all that is on it.
 *
 * @param datacenter empty for the agent's own
 */
public record CatalogDeregistration(String node, String datacenter, String serviceId, String checkId) {

    /**
     * Reads a body; keys are found in any letter case, unknown ones ignored.
     *
     * @throws DefinitionException with Consul's sentence
     */
    public static CatalogDeregistration of(Map<String, ?> body) {
        var fields = Fields.body(body);
        var read = new CatalogDeregistration(
                fields.text("node"), fields.text("datacenter"), fields.text("service-id"), fields.text("check-id"));
        if (read.node.isEmpty()) {
            throw fields.wrong("Must provide node");
        }
        return read;
    }
}
