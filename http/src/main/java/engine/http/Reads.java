package engine.http;

import engine.http.message.Header;
import engine.http.protocol.CacheControl;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Answers reads of the indexed state: blocking, with the headers that go with an index. */
final class Reads {
    private static final Header KNOWN_LEADER = new Header("X-Consul-Knownleader", "true");
    private static final Header NO_LEADER = new Header("X-Consul-Knownleader", "false");
    private static final Header LAST_CONTACT = new Header("X-Consul-Lastcontact", "0");

    /** What Consul calls a read of the answering server's own state, and one that asks the majority. */
    private static final Header OWN_STATE = new Header("X-Consul-Effective-Consistency", "stale");

    private static final Header MAJORITY = new Header("X-Consul-Effective-Consistency", "consistent");

    private static final List<Header> CACHED = List.of(new Header("X-Cache", "HIT"), new Header("Age", "0"));

    private final HttpSettings settings;
    private final Cluster cluster;
    private final Barrier barrier;
    private final Blocking blocking;
    private final AnswerStream stream;
    private final Renderings renderings = new Renderings();
    private final LongAnswers longAnswers = new LongAnswers();

    Reads(HttpSettings settings, Cluster cluster, Barrier barrier, Blocking blocking, AnswerStream stream) {
        this.settings = settings;
        this.cluster = cluster;
        this.barrier = barrier;
        this.blocking = blocking;
        this.stream = stream;
    }

    /**
     * Reads, waiting as the request says, and renders what was read.
     *
     * @param read kept while the query is parked: must not hold on to the request
     * @param render likewise
     */
    <T> CompletionStage<Answer> answer(Call call, Topic topic, Supplier<Indexed<T>> read, Function<T, Answer> render) {
        return answer(call, topic, read, render, shown -> longAnswers.make(shown, () -> render.apply(shown)));
    }

    /** @param renderOnce makes the answer to a request that is answered once */
    private <T> CompletionStage<Answer> answer(
            Call call,
            Topic topic,
            Supplier<Indexed<T>> read,
            Function<T, Answer> render,
            Function<T, CompletionStage<Answer>> renderOnce) {
        requireDatacenter(call);
        var wait = Wait.of(call, settings);
        var ordered = isOrdered(topic);
        var consistency = call.context().consistency() == Context.Consistency.CONSISTENT ? MAJORITY : OWN_STATE;
        requireCacheControl(call);
        if (AnswerStream.isWanted(call)) {
            return fresh(call, ordered, () -> {
                var first = read.get();
                return now(stream.of(call, wait.index(), topic, first, read, render)
                        .with(headers(first.index(), consistency)));
            });
        }
        return fresh(call, ordered, () -> blocking.read(wait, topic, read))
                .thenCompose(found -> renderOnce
                        .apply(found.value())
                        .thenApply(answer -> answer.with(headers(found.index(), consistency))));
    }

    /**
     * As {@link #answer}, for what depends on nothing but the request and what was read: it is rendered once for all who ask for the
     * same.
     */
    <T> CompletionStage<Answer> sharedAnswer(
            Call call, Topic topic, Supplier<Indexed<T>> read, Function<T, Answer> render) {
        if (call.query().has("near")) { // which depends on where nodes are
            return answer(call, topic, read, render);
        }
        var key = Renderings.Key.of(call);
        return answer(
                call,
                topic,
                read,
                render,
                shown -> renderings
                        .known(key, shown)
                        .map(Reads::now)
                        .orElseGet(() -> longAnswers.make(shown, () -> renderings.of(key, shown, render))));
    }

    /** Keys or sessions, read as freshly as the request says; {@code read} must not hold on to the request. */
    <T> CompletionStage<T> fresh(Call call, Supplier<CompletionStage<T>> read) {
        return fresh(call, true, read);
    }

    private <T> CompletionStage<T> fresh(Call call, boolean ordered, Supplier<CompletionStage<T>> read) {
        var context = call.context();
        return switch (context.consistency()) {
            case CONSISTENT -> barrier.pass(context).thenCompose(_ -> read.get());
            case DEFAULT ->
                ordered && !barrier.isCaughtUp() ? barrier.caughtUp(context).thenCompose(_ -> read.get()) : read.get();
            case STALE -> read.get();
        };
    }

    /** Whether it is a part of what the majority decides in one order. */
    private static boolean isOrdered(Topic topic) {
        return switch (topic) {
            case Topic.Key _, Topic.KeyPrefix _, Topic.KvConflicts _, Topic.Rollouts _ -> true;
            case Topic.PreparedQueries _ -> true;
            case Topic.Session _, Topic.Sessions _, Topic.NodeSessions _ -> true;
            case Topic.Nodes _, Topic.Node _, Topic.NodeChecks _, Topic.Services _, Topic.Service _ -> false;
            case Topic.ServiceHealth _, Topic.Checks _, Topic.Events _, Topic.History _, Topic.Runs _ -> false;
            case Topic.Coordinates _ -> false;
        };
    }

    /** The same for what is the agent's own: no leader is involved, any datacenter is this one. */
    <T> CompletionStage<Answer> agentAnswer(
            Call call, Topic topic, Supplier<Indexed<T>> read, Function<T, Answer> render) {
        var wait = Wait.of(call, settings);
        if (AnswerStream.isWanted(call)) {
            var first = read.get();
            return now(stream.of(call, wait.index(), topic, first, read, render).with(List.of(index(first.index()))));
        }
        return blocking.read(wait, topic, read)
                .thenCompose(found -> longAnswers
                        .make(found.value(), () -> render.apply(found.value()))
                        .thenApply(answer -> answer.with(List.of(index(found.index())))));
    }

    /**
     * The answer of what Consul has a cache for; says so, when it is asked for from there. All reads come from this server's own
     * picture, which changes are pushed to: it has no age.
     */
    CompletionStage<Answer> cacheable(Call call, CompletionStage<Answer> answer) {
        var isCached = call.query().has("cached") && settings.protocol().useCache();
        return isCached ? answer.thenApply(found -> found.with(CACHED)) : answer;
    }

    /** Refuses a Cache-Control that Consul would refuse. */
    static void requireCacheControl(Call call) {
        if (!CacheControl.isValid(call.request().headers().all("Cache-Control"))) {
            throw new Refusal(400, "Invalid Cache-Control header.");
        }
    }

    /** Refuses a request for a datacenter that this agent cannot ask. */
    void requireDatacenter(Call call) {
        requireDatacenter(call.context().datacenter());
    }

    /** The same, where a body names it; empty for the agent's own. */
    void requireDatacenter(String asked) {
        if (!asked.isEmpty() && !asked.equals(settings.datacenter())) {
            throw new Refusal(500, "No path to datacenter");
        }
    }

    /** The request's filter over such records; a bad one is refused with the headers of a read that found nothing. */
    <T> Predicate<T> filter(Call call, Schema<T> schema) {
        try {
            return Filter.of(call.query().first("filter"), schema);
        } catch (FilterException e) {
            throw new Refused(Answer.text(400, e.getMessage()).with(List.of(index(1), NO_LEADER, LAST_CONTACT)));
        }
    }

    /** A stage that is done. */
    static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    /** The headers of a read of the state as it is now. */
    List<Header> presentHeaders() {
        return headers(blocking.index());
    }

    /** The headers of a read of what has this index. */
    List<Header> headers(long index) {
        return List.of(index(index), knownLeader(), LAST_CONTACT);
    }

    private List<Header> headers(long index, Header consistency) {
        return List.of(index(index), knownLeader(), LAST_CONTACT, consistency);
    }

    /** The headers of a read of what has no index. */
    List<Header> unindexedHeaders() {
        return List.of(knownLeader(), LAST_CONTACT);
    }

    boolean leaderIsKnown() {
        return cluster.leader().isPresent();
    }

    private Header knownLeader() {
        return leaderIsKnown() ? KNOWN_LEADER : NO_LEADER;
    }

    /** Never 0, which clients take for "start again". */
    private static Header index(long index) {
        return new Header("X-Consul-Index", index == 0 ? "1" : Long.toUnsignedString(index));
    }
}
