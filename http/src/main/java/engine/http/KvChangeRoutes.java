package engine.http;

import engine.http.message.Entity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code /v1/kv-changes} and {@code /v1/kv-history}: what became of keys. */
final class KvChangeRoutes {
    static final String CHANGES = "/v1/kv-changes/";

    private static final String EVENTS = Entity.EVENTS;

    private final KvChanges changes;
    private final KvFeed feed;
    private final KvStream stream;
    private final Reads reads;
    private final HttpSettings settings;

    KvChangeRoutes(KvChanges changes, KvFeed feed, KvStream stream, Reads reads, HttpSettings settings) {
        this.changes = changes;
        this.feed = feed;
        this.stream = stream;
        this.reads = reads;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.get(CHANGES, this::changes).get("/v1/kv-history/", this::history);
    }

    private CompletionStage<Answer> changes(Call call) {
        reads.requireDatacenter(call);
        var prefix = KeyText.of(call);
        var wait = Wait.of(call, settings);
        if (AnswerStream.isWanted(call)) {
            var after = begin(call, wait);
            return reads.fresh(call, () -> Reads.now(stream(prefix, after)));
        }
        var pretty = call.pretty();
        return reads.fresh(call, () -> feed.page(prefix, wait))
                .thenApply(page -> Answer.json(pretty, out -> Json.array(out, page.changes(), KvJson::change))
                        .with(reads.headers(page.upTo())));
    }

    /** Where the stream begins: behind what its client has, else where the request says, else with what comes now. */
    private static Optional<Long> begin(Call call, Wait wait) {
        var last = call.request().headers().first("Last-Event-ID").filter(id -> !id.isEmpty());
        if (last.isPresent()) {
            return Optional.of(Numbers.unsigned(last.get())
                    .orElseThrow(() -> new Refusal(
                            400, "Invalid Last-Event-ID: the id of an event of this stream is expected, a number")));
        }
        return call.query().first("index").isEmpty() ? Optional.empty() : Optional.of(wait.index());
    }

    private Answer stream(String prefix, Optional<Long> begin) {
        long after = begin.orElseGet(feed::latest);
        feed.look(prefix, after);
        return new Answer(200, Entity.streamed(EVENTS, stream.events(prefix, after)), List.of())
                .with("Cache-Control", "no-cache")
                .with(reads.headers(after));
    }

    private CompletionStage<Answer> history(Call call) {
        call.required("Missing key name");
        var key = KeyText.of(call);
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.Key(key),
                () -> changes.history(key),
                found -> found.isEmpty()
                        ? Answer.empty(404)
                        : Answer.json(pretty, out -> Json.array(out, found, KvJson::version)));
    }
}
