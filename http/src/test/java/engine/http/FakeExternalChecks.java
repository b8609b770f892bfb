package engine.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One check, probed by s1. */
final class FakeExternalChecks implements ExternalChecks {
    final List<Found> found = new ArrayList<>();

    @Override
    public View all() {
        return new View(
                "v1",
                List.of(new Prober("s1", true)),
                List.of(new Probed(
                        "printer",
                        "10.0.0.9",
                        "print",
                        "it prints",
                        "lp",
                        "lp",
                        "passing",
                        "",
                        Map.of("TCP", "10.0.0.9:631", "Interval", 10_000_000_000L),
                        7,
                        "s1")));
    }

    @Override
    public View of(String prober) {
        return prober.equals("s1") ? all() : new View("v0", all().probers(), List.of());
    }

    @Override
    public List<CheckHistory> histories() {
        return List.of(new CheckHistory(
                new Check("printer", "print", "it prints", "passing", "", "", "lp", "lp", List.of(), "tcp", true, 7, 7),
                Instant.parse("2026-11-20T12:00:00Z"),
                3,
                List.of(new CheckHistory.Transition(
                        Instant.parse("2026-11-20T12:00:00Z"), "critical", "passing", "it prints"))));
    }

    @Override
    public Optional<CheckHistory> history(String node, String id) {
        return histories().stream()
                .filter(each ->
                        each.check().node().equals(node) && each.check().id().equals(id))
                .findFirst();
    }

    @Override
    public CompletionStage<Written> write(Found what, Context context) {
        found.add(what);
        return CompletableFuture.completedFuture(new Written(what.modifyIndex() == 7, 8));
    }
}
