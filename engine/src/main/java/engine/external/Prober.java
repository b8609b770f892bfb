package engine.external;

/**
 * An agent that probes for nodes without one.
 *
 * @param scripts whether it runs programs for that
 */
public record Prober(String name, boolean scripts) {}
