package engine.checks;

import java.util.Map;

/** Where the API of Docker is: what {@code DOCKER_HOST} says, as for Docker's own programs. */
final class DockerHost {

    private static final int PORT = 2375;

    private DockerHost() {}

    /** @throws IllegalArgumentException where the variable says something else than a socket or a port without TLS */
    static Endpoint of(Map<String, String> environment) {
        var host = environment.getOrDefault("DOCKER_HOST", "");
        if (host.isEmpty()) {
            return new Endpoint.Unix("/var/run/docker.sock");
        }
        boolean known = host.startsWith("unix://") || host.startsWith("tcp://");
        if (!known || !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty()) {
            throw new IllegalArgumentException(
                    "DOCKER_HOST must be unix:///path or tcp://host:port; TLS and ssh are not in this version");
        }
        return host.startsWith("unix://")
                ? Endpoint.parse("docker", host)
                : Endpoint.port("docker", host.substring("tcp://".length()), PORT);
    }
}
