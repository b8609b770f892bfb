package engine;

import engine.events.Coordination.Kept;
import engine.state.Published;
import engine.state.Stored;
import engine.state.Value;
import engine.text.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rollouts that are kept, read once for each version. Safe for use by many threads. */
final class KeptRollouts {
    private static final Logger LOG = LoggerFactory.getLogger(KeptRollouts.class);

    private final Published published;
    private Map<String, Kept> read = Map.of();

    KeptRollouts(Published published) {
        this.published = published;
    }

    /** Whether there are any, without a look at them. */
    boolean any() {
        return published.current().documents().entries().size() > 0;
    }

    /** All of them, the oldest first. */
    synchronized List<Kept> all() {
        var now = new HashMap<String, Kept>();
        var all = new ArrayList<Kept>();
        published
                .current()
                .documents()
                .entries()
                .forPrefix(
                        RolloutCodec.PREFIX,
                        (name, stored) -> read(name, stored).ifPresent(kept -> {
                            now.put(name, kept);
                            all.add(kept);
                        }));
        read = now;
        return all;
    }

    private Optional<Kept> read(String name, Stored<Value.Document> stored) {
        var known = read.get(name);
        if (known != null && known.version() == stored.modifyIndex()) {
            return Optional.of(known);
        }
        try {
            return Optional.of(new Kept(RolloutCodec.decode(stored.value().content()), stored.modifyIndex()));
        } catch (IllegalArgumentException e) {
            LOG.error("rollout {} cannot be read: {}", name, Reason.of(e));
            return Optional.empty();
        }
    }

    /** One of them, as it is in the latest picture. */
    Optional<Kept> find(String id) {
        return all().stream()
                .filter(kept -> kept.record().rollout().id().equals(id))
                .findFirst();
    }

    /** This node's index when one last changed. */
    long changedAt() {
        return published.current().documents().changedAt(RolloutCodec.PREFIX);
    }
}
