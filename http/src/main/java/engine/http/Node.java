package engine.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of the catalog.
 *
 * @param id UUID; empty for a node registered without one
 * @param taggedAddresses null where none were given: JSON shows the difference
 * @param meta null where none was given
 */
public record Node(
        String id,
        String name,
        String address,
        String datacenter,
        @Nullable Map<String, String> taggedAddresses,
        @Nullable Map<String, String> meta,
        long createIndex,
        long modifyIndex) {}
