package engine.coordinates;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The way to other agents, as it is measured. */
@FunctionalInterface
interface Way {

    /**
     * Goes to a server and back.
     *
     * @param own where this node is, which the server is told
     * @return fails where it does not answer, or knows nothing of this
     */
    CompletionStage<Measured> measure(InetSocketAddress server, Coordinate own);

    /**
     * A way that was gone.
     *
     * @param node name of the server
     * @param there where that is
     * @param pause for so long it does not want to be measured again
     * @param seconds that it took there and back
     */
    record Measured(String node, Coordinate there, Duration pause, double seconds) {}
}
