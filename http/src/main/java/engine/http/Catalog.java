package engine.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The port to the catalog of all nodes, services and checks. Reads come from one immutable snapshot and never block;
 * lists are in order of node, then service id or check id.
 */
public interface Catalog {

    /** The datacenters that are known, this one first. */
    List<String> datacenters();

    /** All nodes, by {@link Topic.Nodes}. */
    Indexed<List<Node>> nodes();

    /** Names of all services with the union of their tags, by {@link Topic.Services}. */
    Indexed<Map<String, Set<String>>> services();

    /** All instances of a service without checks, by {@link Topic.Service}; empty for an unknown one. */
    Indexed<List<Instance>> service(String name);

    /** All instances of a service with their checks, by {@link Topic.ServiceHealth}. */
    Indexed<List<Instance>> health(String name);

    /** A node (also by its id) and its services, by {@link Topic.Node}. */
    Indexed<Optional<NodeServices>> node(String name);

    /** The checks of a node, its own and those of its services, by {@link Topic.NodeChecks}. */
    Indexed<List<Check>> nodeChecks(String node);

    /** The checks of all instances of a service, by {@link Topic.ServiceHealth}. */
    Indexed<List<Check>> serviceChecks(String service);

    /** All checks, by {@link Topic.Checks}. */
    Indexed<List<Check>> checks();

    /** Registers a node, service and checks as given; completes when a read here sees it. Fails with {@link Refusal}. */
    CompletionStage<Done> register(Map<String, ?> registration, Context context);

    /** Removes a node, service or check. Fails with {@link Refusal}. */
    CompletionStage<Done> deregister(Map<String, ?> deregistration, Context context);

    /** A node and the services registered on it. */
    record NodeServices(Node node, List<Service> services) {}
}
