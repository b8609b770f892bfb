package engine.http;

import engine.http.message.Entity;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** {@code /v1/snapshot}: the whole state as one archive, streamed both ways. */
final class SnapshotRoutes {
    static final String PATH = "/v1/snapshot";

    /** No setting changes the most bytes of an archive. */
    static final String SETTING = "";

    /** Longest time that a restore may take, the arrival of the archive included. */
    static final Duration LIMIT = Duration.ofMinutes(10);

    private final Snapshots snapshots;
    private final Reads reads;
    private final HttpSettings settings;

    SnapshotRoutes(Snapshots snapshots, Reads reads, HttpSettings settings) {
        this.snapshots = snapshots;
        this.reads = reads;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.get(PATH, this::save).put(PATH, this::restore).within(LIMIT, PATH);
    }

    private CompletionStage<Answer> save(Call call) {
        reads.requireDatacenter(call);
        var headers = reads.presentHeaders();
        return snapshots
                .save(call.context())
                .toCompletableFuture()
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .thenApply(archive -> new Answer(200, Entity.streamed(Entity.BYTES, archive), List.of()).with(headers));
    }

    private CompletionStage<Answer> restore(Call call) {
        reads.requireDatacenter(call);
        var archive = call.body().stream(settings.maxSnapshotSize(), SETTING);
        return snapshots
                .restore(archive, call.context())
                .whenComplete((_, _) -> call.body().giveUp())
                .thenApply(_ -> Answer.DONE);
    }
}
