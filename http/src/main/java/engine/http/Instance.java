package engine.http;

import java.util.List;

/** An instance of a service with its node and the checks that decide its health: its own and its node's. */
public record Instance(Node node, Service service, List<Check> checks) {}
