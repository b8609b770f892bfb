package cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The agent's program and how its nodes are started: all that knows the command line.
 *
 * @param path {@code bin/engine}, or another program with the same command line and API
 * @param more arguments for every agent
 * @param javaOptions options for the JVM of every agent
 */
record Program(Path path, List<String> more, String javaOptions) {
    static final int HTTP_PORT = 8500;
    static final int DNS_PORT = 8600;

    /**
     * How one agent is set up.
     *
     * @param expect servers that form the cluster; 0 for a client agent
     * @param join addresses to join
     * @param more further arguments, which come last and win
     */
    record Setup(int expect, List<String> join, List<String> more) {
        boolean server() {
            return expect > 0;
        }
    }

    List<String> command(String name, String address, Path home, Setup setup) {
        var command = new ArrayList<>(List.of(path.toString(), "agent"));
        if (setup.server()) {
            command.addAll(List.of("-server", "-bootstrap-expect=" + setup.expect()));
        }
        command.addAll(List.of(
                "-node=" + name,
                "-bind=" + address,
                "-advertise=" + address,
                "-client=0.0.0.0",
                "-data-dir=" + home.resolve("data"),
                "-config-dir=" + home.resolve("conf")));
        setup.join().forEach(other -> command.add("-retry-join=" + other));
        command.addAll(more);
        command.addAll(setup.more());
        return command;
    }

    /** What the environment of the caller must not change. */
    static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("CONSUL_") || name.equals("ENGINE_HTTP_ADDR"));
        environment.put("NO_COLOR", "1");
    }
}
