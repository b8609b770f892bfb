package engine;

import engine.external.Duties;
import engine.http.CheckHistory;
import engine.http.Context;
import engine.http.ExternalChecks;
import engine.state.Finding;
import engine.state.Key;
import engine.state.Published;
import engine.state.Store;
import engine.state.Value;
import engine.text.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The checks of nodes without an agent as HTTP sees them. */
final class HttpExternalChecks implements ExternalChecks {
    private final ExternalDuties duties;
    private final ExternalPasts pasts;
    private final Published published;
    private final Writes writes;
    /** What probers were shown last, for they ask every second. */
    private final Map<String, View> views = new HashMap<>();

    private Duties viewed = new Duties(List.of(), List.of());

    HttpExternalChecks(ExternalDuties duties, ExternalPasts pasts, Published published, Writes writes) {
        this.duties = duties;
        this.pasts = pasts;
        this.published = published;
        this.writes = writes;
    }

    @Override
    public View all() {
        var now = duties.now();
        return view(now, now.checks());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very same as long as nothing has changed
    public synchronized View of(String prober) {
        var now = duties.lately();
        if (viewed != now) {
            viewed = now;
            views.clear();
        }
        return views.computeIfAbsent(
                Key.fold(prober),
                name -> view(
                        now,
                        now.checks().stream()
                                .filter(duty ->
                                        duty.prober().filter(name::equals).isPresent())
                                .toList()));
    }

    private static View view(Duties duties, List<Duties.Duty> checks) {
        var probers = duties.probers().stream()
                .map(prober -> new Prober(prober.name(), prober.scripts()))
                .toList();
        return new View(
                Duties.version(checks),
                probers,
                checks.stream().map(HttpExternalChecks::shown).toList());
    }

    private static Probed shown(Duties.Duty duty) {
        var check = duty.check();
        return new Probed(
                check.node(),
                check.address(),
                check.id(),
                check.name(),
                check.serviceId(),
                check.serviceName(),
                check.status(),
                check.output(),
                check.definition().isEmpty() ? Map.of() : Json.object(check.definition()),
                check.modifyIndex(),
                duty.prober().orElse(""));
    }

    @Override
    public CompletionStage<Written> write(Found found, Context context) {
        var assigned = duties.lately()
                .find(found.node(), found.id())
                .flatMap(Duties.Duty::prober)
                .filter(Key.fold(found.prober())::equals)
                .isPresent();
        if (!assigned) {
            return CompletableFuture.completedFuture(new Written(false, modifyIndex(found)));
        }
        var finding = new Finding(found.node(), found.id(), found.modifyIndex(), found.status(), found.output());
        return writes.ask(writes.store(), replyTo -> new Store.Find(finding, replyTo), context)
                .thenApply(written -> new Written(written, modifyIndex(found)));
    }

    private long modifyIndex(Found found) {
        var node = published.current().catalog().node(found.node());
        var check = node == null ? null : node.checks().get(Key.fold(found.id()));
        return check == null ? 0 : check.modifyIndex();
    }

    @Override
    public List<CheckHistory> histories() {
        return published.current().catalog().nodes().values().stream()
                .filter(ExternalPasts::isExternal)
                .flatMap(state -> state.checks().values().stream())
                .map(check -> history(check.value()))
                .toList();
    }

    @Override
    public Optional<CheckHistory> history(String node, String id) {
        return Optional.ofNullable(published.current().catalog().node(node))
                .filter(ExternalPasts::isExternal)
                .map(state -> state.checks().get(Key.fold(id)))
                .map(check -> history(check.value()));
    }

    private CheckHistory history(Value.Check check) {
        return HttpRecords.history(check, pasts.of(check.node(), check.id()));
    }
}
