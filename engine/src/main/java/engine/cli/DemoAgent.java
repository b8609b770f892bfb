package engine.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent of the demo.
 *
 * @param server false for a client agent, whose {@code serverPort} nobody listens on
 * @param agentPort where agents join
 */
record DemoAgent(String name, boolean server, int http, int dns, int serverPort, int agentPort) {
    /** Ports that an agent takes. */
    static final int PORTS = 4;

    /** With the next free ports of a list, which it takes out. */
    static DemoAgent of(String name, boolean server, List<Integer> ports) {
        return new DemoAgent(
                name, server, ports.removeFirst(), ports.removeFirst(), ports.removeFirst(), ports.removeFirst());
    }

    /** Where its HTTP API is. */
    String address() {
        return "127.0.0.1:" + http;
    }

    /**
     * Its command line, from {@code agent} on.
     *
     * @param directory where its configuration is, and its data directory
     * @param servers of its cluster
     * @param join those that it asks at first
     */
    List<String> arguments(Path directory, int servers, List<DemoAgent> join) {
        var line = new ArrayList<>(List.of("agent", "-node=" + name));
        if (server) {
            line.addAll(List.of("-server", "-bootstrap-expect=" + servers, "-server-port=" + serverPort));
        }
        line.addAll(List.of(
                "-bind=127.0.0.1",
                "-http-port=" + http,
                "-dns-port=" + dns,
                "-serf-lan-port=" + agentPort,
                "-serf-wan-port=-1",
                "-data-dir=" + directory.resolve(name),
                "-config-file=" + directory.resolve("engine.conf"),
                "-retry-interval=1s"));
        join.forEach(other -> line.add("-retry-join=127.0.0.1:" + other.agentPort()));
        return line;
    }
}
