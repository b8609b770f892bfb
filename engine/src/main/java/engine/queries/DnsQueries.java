package engine.queries;

import engine.dns.Directory.Endpoint;
import engine.dns.Directory.Prepared;
import engine.http.GoDuration;
import engine.http.PreparedQueries.Asker;
import engine.http.Refusal;
import engine.state.ServiceInstance;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepared queries as DNS sees them.
 *
 * @param agent name of this agent, for queries that want what is near to it
 * @param shown an instance in the words of DNS
 */
public record DnsQueries(Execution execution, String agent, Function<ServiceInstance, Endpoint> shown) {
    private static final Logger LOG = LoggerFactory.getLogger(DnsQueries.class);

    /** What the query that answers for a name or id finds. */
    public Prepared of(String name) {
        try {
            return execution
                    .of(name, new Asker("", agent, "", 0, false))
                    .<Prepared>map(this::found)
                    .orElseGet(Prepared.None::new);
        } catch (Refusal e) {
            LOG.debug("prepared query {} cannot be executed: {}", name, e.getMessage());
            return new Prepared.Failed();
        }
    }

    private Prepared found(Execution.Result result) {
        return new Prepared.Found(
                result.query().service().service(),
                result.instances().stream().map(shown).toList(),
                GoDuration.parse(result.query().ttl()),
                result.ordered());
    }
}
