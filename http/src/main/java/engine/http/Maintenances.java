package engine.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port to the maintenance that is kept in the datacenter, whatever becomes of the nodes. Writes fail with {@link Refusal}. */
public interface Maintenances {

    /** What is waited for when they are: it changes with each of them. */
    Topic topic();

    /** All that are kept, nodes first, then services, in order of their names. */
    Indexed<List<Kept>> all();

    /**
     * Puts a target into maintenance, also one that is in it already: then with this reason and time.
     *
     * @param reason empty for a text that says there is none
     * @param time after which it ends by itself; empty for when it is ended
     */
    CompletionStage<Kept> begin(Target target, String reason, Optional<Duration> time, Context context);

    /** Takes a target out of maintenance; false when it was not in it. */
    CompletionStage<Boolean> end(Target target, Context context);

    /**
     * What is in maintenance: a node, all instances of a service, or one instance.
     *
     * @param node empty for all instances of a service
     * @param service name of a service; empty for a node or an instance
     * @param serviceId id of an instance on the node; empty for the node, or all instances
     */
    record Target(String node, String service, String serviceId) {
        public Target {
            if (node.isEmpty() == service.isEmpty() || (node.isEmpty() && !serviceId.isEmpty())) {
                throw new Refusal(
                        400,
                        "Say node for a node, service for all instances of a service, node and service-id for one instance.");
            }
        }
    }

    /**
     * Maintenance as it is kept.
     *
     * @param until when it ends by itself; empty for never
     * @param by the agent that took it in
     * @param from address of the program that asked for it
     */
    record Kept(Target target, String reason, Instant since, Optional<Instant> until, String by, String from) {}

    /** Where there is nothing that keeps it. */
    Maintenances NONE = new Maintenances() {
        @Override
        public Topic topic() {
            throw refusal();
        }

        @Override
        public Indexed<List<Kept>> all() {
            throw refusal();
        }

        @Override
        public CompletionStage<Kept> begin(Target target, String reason, Optional<Duration> time, Context context) {
            throw refusal();
        }

        @Override
        public CompletionStage<Boolean> end(Target target, Context context) {
            throw refusal();
        }

        private Refusal refusal() {
            return new Refusal(501, "Maintenance of the datacenter is not kept here.");
        }
    };
}
