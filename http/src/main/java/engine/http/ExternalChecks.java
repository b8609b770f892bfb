package engine.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port to the checks of nodes without an agent, and to who probes them. */
public interface ExternalChecks {

    /** All that are to be probed, in order of their nodes and ids. */
    View all();

    /** Those that an agent is to probe, of whom the name of its node is given. */
    View of(String prober);

    /** Writes what a prober found; fails with {@link Refusal}. */
    CompletionStage<Written> write(Found found, Context context);

    /** All checks of nodes without an agent and how they came to be as they are, in order of their nodes and ids. */
    List<CheckHistory> histories();

    /** One of them; empty for one that is not there. */
    Optional<CheckHistory> history(String node, String id);

    /**
     * Checks and probers.
     *
     * @param version a text that is another one for other checks
     * @param probers that are alive; none without a majority of the servers
     */
    record View(String version, List<Prober> probers, List<Probed> checks) {}

    /** @param scripts whether it runs programs for such checks */
    record Prober(String name, boolean scripts) {}

    /**
     * A check.
     *
     * @param address of the node
     * @param status passing, warning or critical; empty for one that is not there yet
     * @param definition as it is kept: durations in nanoseconds
     * @param modifyIndex 0 for one that is not there yet
     * @param prober name of the node of the agent that probes it; empty for none
     */
    record Probed(
            String node,
            String address,
            String id,
            String name,
            String serviceId,
            String serviceName,
            String status,
            String output,
            Map<String, ?> definition,
            long modifyIndex,
            String prober) {}

    /** @param modifyIndex of the check that was probed, as the prober knew it */
    record Found(String prober, String node, String id, long modifyIndex, String status, String output) {}

    /**
     * What became of it.
     *
     * @param written false when the check is gone, has changed or is another prober's
     * @param modifyIndex of the check as it is now; 0 for none
     */
    record Written(boolean written, long modifyIndex) {}

    /** Where there are none. */
    ExternalChecks NONE = new ExternalChecks() {
        @Override
        public View all() {
            throw refusal();
        }

        @Override
        public View of(String prober) {
            throw refusal();
        }

        @Override
        public CompletionStage<Written> write(Found found, Context context) {
            throw refusal();
        }

        @Override
        public List<CheckHistory> histories() {
            throw refusal();
        }

        @Override
        public Optional<CheckHistory> history(String node, String id) {
            throw refusal();
        }

        private Refusal refusal() {
            return new Refusal(501, "Checks of nodes without an agent are not probed here.");
        }
    };
}
