package engine.raft;

import java.util.List;
import java.util.Optional;

/**
 * The log as this server sees it at one moment.
 *
 * @param self this server's voter id
 * @param logId id of the log itself, from its founder; empty while this server has none
 * @param leader who leads, empty where that is not known; may be out of date where this server is cut off
 * @param term in which it leads
 * @param voters ids of those whose majority decides, in order
 * @param learners ids of those that only receive, in order
 * @param applied index of the last entry that was applied here
 */
public record View(
        String self,
        String logId,
        Optional<Leader> leader,
        long term,
        List<String> voters,
        List<String> learners,
        long applied) {

    /**
     * Who leads.
     *
     * @param voter its voter id
     * @param address {@code host:port} of its traffic between servers; empty while that is not known
     */
    public record Leader(String voter, String address) {}

    public View {
        voters = List.copyOf(voters);
        learners = List.copyOf(learners);
    }

    /** Whether this server leads, as far as it knows. */
    public boolean leads() {
        return leader.isPresent() && leader.get().voter().equals(self);
    }
}
