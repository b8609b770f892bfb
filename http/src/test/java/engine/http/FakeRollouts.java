package engine.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** One rollout, {@code r1}, and what was asked. */
final class FakeRollouts implements Rollouts, Audit {
    private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");

    final List<Start> starts = new CopyOnWriteArrayList<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<Audit.Search> searches = new CopyOnWriteArrayList<>();

    private static Rollout rollout() {
        return new Rollout(
                "r1",
                "deploy",
                "",
                "failed",
                true,
                Map.of("order", "name", "max-parallel", "1"),
                "node1",
                "10.0.0.9",
                STARTED,
                STARTED.plusSeconds(9),
                List.of(
                        new Node("web1", "failed", 2, "e1", "deploy failed: exit code 1", Optional.of(STARTED)),
                        new Node("web2", "skipped", 1, "", "stopped", Optional.empty())));
    }

    @Override
    public CompletionStage<Rollout> start(Start start, Context context) {
        starts.add(start);
        return CompletableFuture.completedStage(rollout());
    }

    @Override
    public Indexed<List<Rollout>> list() {
        return new Indexed<>(7, List.of(rollout()));
    }

    @Override
    public Indexed<Optional<Rollout>> get(String id) {
        return new Indexed<>(7, id.equals("r1") ? Optional.of(rollout()) : Optional.empty());
    }

    @Override
    public CompletionStage<Rollout> tell(String id, Verb verb, Context context) {
        if (verb == Verb.PAUSE) {
            return CompletableFuture.failedStage(new Refusal(409, "The rollout is failed: there is nothing to pause."));
        }
        told.add(verb + " " + id);
        return CompletableFuture.completedStage(rollout());
    }

    @Override
    public Indexed<List<Entry>> entries(Audit.Search search) {
        searches.add(search);
        return new Indexed<>(
                9, List.of(entry("rollout", "r1", "deploy", "failed"), entry("exec", "e1", "uptime -p", "succeeded")));
    }

    private static Entry entry(String kind, String id, String what, String result) {
        return new Entry(
                STARTED,
                kind,
                id,
                "node1",
                "10.0.0.9",
                what,
                new TreeMap<>(Map.of("node", "^web")),
                new TreeMap<>(Map.of("web1", result)),
                result);
    }
}
