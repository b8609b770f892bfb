package engine.events;

import java.util.List;

/** The port through which events are matched against the node they arrive at. Must not block. */
public interface LocalNode {

    /** The node's name. */
    String name();

    /** The services registered with the node's own agent at present. */
    List<Service> services();

    /** A service of the node, as far as filters look at it. */
    record Service(String name, List<String> tags) {}
}
