package engine.link;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a client agent finds its server.
 *
 * @param join where to ask for servers, as configured: names are resolved anew at each try
 * @param retryInterval longest time between two tries, where it is below 4 s, and shortest between two lines of log about them
 * @param retryMax tries until the first server is found; 0 for any number. Once attached an agent never gives up.
 * @param serversFile keeps the servers over a restart; none for an agent without a data directory
 * @param probe how long an agent may take to answer whether it is a server
 * @param patience how long a request waits for a server, or for another one after a failure
 */
public record LinkSettings(
        List<HostPort> join,
        Duration retryInterval,
        int retryMax,
        Optional<Path> serversFile,
        Duration probe,
        Duration patience,
        StreamSettings stream) {

    public LinkSettings {
        join = List.copyOf(join);
        if (!retryInterval.isPositive() || !probe.isPositive() || !patience.isPositive() || retryMax < 0) {
            throw new IllegalArgumentException("times of a link must be above 0, and retry-max not below");
        }
    }
}
