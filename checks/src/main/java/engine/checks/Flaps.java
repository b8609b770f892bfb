package engine.checks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often a check has changed its status of late, and whether that is too often.
 *
 * @param changes when it changed, the oldest first; no more than matter
 */
record Flaps(List<Instant> changes, boolean flapping) {

    static final Flaps NONE = new Flaps(List.of(), false);

    Flaps {
        changes = List.copyOf(changes);
    }

    /** After a change of status. */
    Flaps changed(Instant now, FlapPolicy policy) {
        var all = new ArrayList<>(changes);
        all.add(now);
        return new Flaps(all.subList(Math.max(0, all.size() - policy.changes()), all.size()), flapping).at(now, policy);
    }

    /** As time passes: it begins to flap with as many changes in the window as the policy says, and ends with half of them. */
    Flaps at(Instant now, FlapPolicy policy) {
        var within = changes.stream()
                .filter(change -> change.plus(policy.window()).isAfter(now))
                .toList();
        var count = within.size();
        return new Flaps(within, count >= policy.changes() || (flapping && count > policy.calm()));
    }

    /** When it will be calm if nothing changes any more; empty when it is. */
    Optional<Instant> calmAt(FlapPolicy policy) {
        return flapping
                ? Optional.of(changes.get(changes.size() - 1 - policy.calm()).plus(policy.window()))
                : Optional.empty();
    }
}
