package engine.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which rollouts are kept: all that go on, and of the others the latest. Pure. */
public final class RolloutRetention {
    /** Rollouts that are over. */
    public static final int MAX_OVER = 200;
    /** How long they are kept after their last change. */
    public static final Duration MAX_AGE = Duration.ofDays(30);
    /** Rollouts that go on at once. */
    public static final int MAX_GOING_ON = 50;

    private RolloutRetention() {}

    /** Those to forget now. */
    static List<Coordination.Kept> past(Collection<Coordination.Kept> all, Instant now) {
        var over = all.stream()
                .filter(kept -> kept.record().rollout().over())
                .sorted(Comparator.comparing(
                                (Coordination.Kept kept) -> kept.record().changedAt())
                        .reversed())
                .toList();
        var since = now.minus(MAX_AGE);
        long young = over.stream()
                .limit(MAX_OVER)
                .takeWhile(kept -> kept.record().changedAt().isAfter(since))
                .count();
        return over.subList(Math.toIntExact(young), over.size());
    }
}
