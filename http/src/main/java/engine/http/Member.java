package engine.http;

import java.util.Map;

/**
 * An agent as the cluster sees it.
 *
 * @param status 1 alive, 2 leaving, 3 left, 4 failed
 */
public record Member(String name, String address, int port, Map<String, String> tags, int status) {}
