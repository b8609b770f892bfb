package engine.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Maintenance kept in a list; its clock stands still. */
final class FakeMaintenances implements Maintenances {
    static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    final List<Kept> kept = new CopyOnWriteArrayList<>();

    @Override
    public Topic topic() {
        return new Topic.KeyPrefix("maintenance");
    }

    @Override
    public Indexed<List<Kept>> all() {
        return new Indexed<>(7, new ArrayList<>(kept));
    }

    @Override
    public CompletionStage<Kept> begin(Target target, String reason, Optional<Duration> time, Context context) {
        var begun = new Kept(target, reason, NOW, time.map(NOW::plus), "node1", context.by());
        kept.add(begun);
        return CompletableFuture.completedStage(begun);
    }

    @Override
    public CompletionStage<Boolean> end(Target target, Context context) {
        return CompletableFuture.completedStage(
                kept.removeIf(each -> each.target().equals(target)));
    }
}
