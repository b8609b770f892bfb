package engine.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The port to the agent that this HTTP server belongs to: its own services, checks and settings. Definitions come as
 * parsed JSON (maps, lists, strings, numbers, booleans, null), keys as the client wrote them. Stages fail with
 * {@link Refusal}; methods without a stage throw it.
 */
public interface LocalAgent {

    /** What {@code /v1/agent/self} tells. */
    Self self();

    /** What its machine is: groups of figures, as the {@code /v1/agent/host} of Consul has them. */
    default CompletionStage<Map<String, ?>> host() {
        return CompletableFuture.failedFuture(new Refusal(501, "The description of the host is not in this version."));
    }

    /** Where its node is in the network. */
    default Position position() {
        return Position.ORIGIN;
    }

    /** Its log. */
    default Logs logs() {
        return Logs.NONE;
    }

    /** Whether what its threads do is told to those who ask. */
    default boolean isDebugged() {
        return false;
    }

    /** Whether it has the answers of servers: of a client agent, whether it is attached to one. */
    default boolean isAttached() {
        return true;
    }

    /** The agents of the datacenter, or with {@code wan} the servers of all. */
    List<Member> members(boolean wan);

    /** The services registered with this agent, in order of their ids. */
    List<Service> services();

    /** The checks registered with this agent, in order of their ids. */
    List<Check> checks();

    /** The same checks, but for maintenance, with how they came to be as they are, in order of their ids. */
    List<CheckHistory> checkHistories();

    /** The history of one check; empty where there is none of this id. */
    Optional<CheckHistory> checkHistory(String id);

    /** Registers or replaces a service. */
    CompletionStage<Done> registerService(Map<String, ?> definition, boolean replaceExistingChecks, Context context);

    /** Removes a service and its checks; an unknown id is no error. */
    CompletionStage<Done> deregisterService(String id, Context context);

    /** Puts a service into maintenance or takes it out. */
    CompletionStage<Done> serviceMaintenance(String id, boolean enable, String reason, Context context);

    /** Puts the node into maintenance or takes it out. */
    CompletionStage<Done> nodeMaintenance(boolean enable, String reason, Context context);

    /** Registers or replaces a check. */
    CompletionStage<Done> registerCheck(Map<String, ?> definition, Context context);

    /** Removes a check; an unknown id is no error. */
    CompletionStage<Done> deregisterCheck(String id, Context context);

    /** Tells a TTL check its status (passing, warning or critical) and output. */
    CompletionStage<Done> updateCheck(String id, String status, String output, Context context);

    /** Runs a check at once and gives how it stands then, which no result of an earlier run can be. */
    CompletionStage<Check> runCheck(String id, Context context);

    /** Joins the agent to another's cluster. */
    CompletionStage<Done> join(String address, boolean wan, Context context);

    /** Makes the agent leave gracefully and end. */
    CompletionStage<Done> leave(Context context);

    /** Declares a failed node left. */
    CompletionStage<Done> forceLeave(String node, boolean prune, Context context);

    /** Reads the configuration again; the answer lists what needs a restart, one sentence each. */
    CompletionStage<List<String>> reload(Context context);

    /**
     * The agent's description of itself.
     *
     * @param settings the effective settings, without secrets
     * @param statistics figures by group
     */
    record Self(
            String datacenter,
            String nodeName,
            String nodeId,
            boolean server,
            String version,
            Member member,
            Map<String, String> meta,
            Map<String, ?> settings,
            Map<String, Map<String, String>> statistics) {}

    /** One service of {@link #services()}. */
    default Optional<Service> service(String id) {
        return services().stream().filter(s -> s.id().equals(id)).findFirst();
    }
}
