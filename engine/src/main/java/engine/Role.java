package engine;

import engine.config.Settings;
import engine.dns.DnsServer;
import engine.http.HttpServer;
import engine.http.LocalAgent;
import engine.http.Member;
import engine.http.Position;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** What makes an agent a server or a client agent: how it belongs to the others, and where its answers come from. */
interface Role extends AutoCloseable {

    /** Begins, once all that is registered here is known and before anybody is answered. */
    void begin(Parts parts);

    /** Answers the HTTP API. */
    CompletionStage<HttpServer> http(LocalAgent agent);

    /** Answers DNS. */
    DnsServer dns() throws IOException;

    /** Takes note of changed settings. */
    void reload(Settings settings);

    /** Everything else is there: the others may be looked for. */
    void open(HttpServer http, DnsServer dns);

    /** Whether answers of the servers are to be had here. */
    default boolean isAttached() {
        return true;
    }

    /** All agents as they are known here. */
    List<Member> members();

    /** What the agent says of itself. */
    Self self();

    /** Where its node is in the network. */
    Position position();

    /** Joins the cluster of the agents at these addresses. */
    CompletionStage<Integer> join(List<String> addresses);

    /** Declares an agent gone for good; with {@code prune} nothing is remembered of it. */
    CompletionStage<Done> forceLeave(String node, boolean prune);

    /** Tells the others that this agent ends, for good or to come back. Takes some seconds at most. */
    void depart(boolean forGood);

    /** Ends what the role needs; the agent answers nobody any more. */
    @Override
    void close();
}
