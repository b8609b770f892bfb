package engine.events;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The filters of an event, compiled: which nodes it concerns. Immutable. */
public final class NodeFilters {
    /** Filters on the metadata of nodes. */
    static final int MAX_META = 16;

    private final Filter node;
    private final Filter service;
    private final Filter tag;
    private final Map<String, Filter> meta;

    private NodeFilters(Filter node, Filter service, Filter tag, Map<String, Filter> meta) {
        this.node = node;
        this.service = service;
        this.tag = tag;
        this.meta = meta;
    }

    /**
     * Compiles filters; empty ones let every node pass, as does one on tags without one on services.
     *
     * @param meta by the key in the metadata of nodes: one that a node does not have is no match
     * @throws IllegalArgumentException with a sentence for who made them
     */
    static NodeFilters of(String node, String service, String tag, Map<String, String> meta) {
        if (meta.size() > MAX_META) {
            throw new IllegalArgumentException(
                    "Too many meta filters: there are %d, the limit is %d".formatted(meta.size(), MAX_META));
        }
        var compiled = new TreeMap<String, Filter>();
        meta.forEach((key, regex) -> {
            if (key.isEmpty()) {
                throw new IllegalArgumentException("Invalid meta filter: it has no key");
            }
            compiled.put(key, Filter.compile("meta", regex));
        });
        return new NodeFilters(
                Filter.compile("node", node), Filter.compile("service", service), Filter.compile("tag", tag), compiled);
    }

    /**
     * The same for filters that someone makes now.
     *
     * @throws IllegalArgumentException also for one on tags without one on services
     */
    public static NodeFilters checked(String node, String service, String tag, Map<String, String> meta) {
        if (!tag.isEmpty() && service.isEmpty()) {
            throw new IllegalArgumentException("Cannot provide tag filter without service filter");
        }
        return of(node, service, tag, meta);
    }

    /** Why they leave a node out; empty when they do not. */
    public Optional<String> leaveOut(LocalNode there) {
        return leaveOut(there.name(), there.services(), there.meta());
    }

    Optional<String> leaveOut(String name, List<LocalNode.Service> services, Map<String, String> metadata) {
        if (!node.matches(name)) {
            return Optional.of("node filter %s does not match %s".formatted(node, name));
        }
        for (var wanted : meta.entrySet()) {
            var value = metadata.get(wanted.getKey());
            if (value == null) {
                return Optional.of("meta filter %s wants '%s', which %s does not have"
                        .formatted(wanted.getValue(), wanted.getKey(), name));
            }
            if (!wanted.getValue().matches(value)) {
                return Optional.of("meta filter %s does not match '%s' of %s: %s"
                        .formatted(wanted.getValue(), wanted.getKey(), name, value));
            }
        }
        if (service.isEmpty()) {
            return Optional.empty();
        }
        var matching = services.stream()
                .filter(candidate -> service.matches(candidate.name()))
                .toList();
        if (matching.isEmpty()) {
            return Optional.of("service filter %s matches no service of %s".formatted(service, name));
        }
        if (tag.isEmpty()
                || matching.stream()
                        .anyMatch(candidate -> candidate.tags().stream().anyMatch(tag::matches))) {
            return Optional.empty();
        }
        return Optional.of("tag filter %s matches no tag of the services of %s that service filter %s matches"
                .formatted(tag, name, service));
    }
}
