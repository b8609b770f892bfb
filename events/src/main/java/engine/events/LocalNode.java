package engine.events;

import java.util.List;
import java.util.Map;

/** The port through which events are matched against the node they arrive at. Must not block. */
public interface LocalNode {

    /** The node's name. */
    String name();

    /** The services registered with the node's own agent at present. */
    List<Service> services();

    /** The metadata of the node, as configured. */
    default Map<String, String> meta() {
        return Map.of();
    }

    /** A service of the node, as far as filters look at it. */
    record Service(String name, List<String> tags) {}
}
