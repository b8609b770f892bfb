package engine.local;

import engine.config.ServiceDefinition;
import engine.state.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service of this agent.
 *
 * @param fromConfig whether it came from a configuration file, and goes when it is no longer there
 */
public record LocalService(ServiceDefinition definition, boolean fromConfig) {

    /** As the catalog keeps it. */
    public Value.Service value(String node) {
        return value(node, definition, definition.meta());
    }

    /** A service as the catalog keeps it; null metadata is shown as such. */
    public static Value.Service value(String node, ServiceDefinition service, @Nullable Map<String, String> meta) {
        var tagged = new LinkedHashMap<String, Value.TaggedAddress>();
        service.taggedAddresses()
                .forEach((tag, address) -> tagged.put(tag, new Value.TaggedAddress(address.address(), address.port())));
        return new Value.Service(
                node,
                service.id(),
                service.name(),
                service.tags(),
                service.address(),
                tagged,
                meta,
                service.port(),
                service.weights().passing(),
                service.weights().warning(),
                service.enableTagOverride(),
                service.nodeChecks().orElse(null));
    }
}
