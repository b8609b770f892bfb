package engine;

import engine.events.RolloutRecord;
import engine.http.Context;
import engine.http.UserEvents.Purged;
import engine.http.UserEvents.Search;
import engine.state.EventState;
import engine.state.Key;
import engine.state.Op;
import engine.state.Published;
import engine.state.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.util.ByteString;

/**
 * Deletes events of the log with all that came of them, on every server. What nodes have handled they remember: none runs again. What
 * is not over stays, and so do the records of earlier deletions.
 */
record EventPurge(
        Published published,
        KeptRollouts rollouts,
        Function<Instant, Set<String>> alive,
        Writes writes,
        InstantSource clock) {
    /** Under which a deletion is recorded in the log, as something that was seen: no node is told of it. */
    static final String RECORD = "engine:purge";

    /** How long nodes that are there may take to tell of an event. */
    static final Duration FRESH = Duration.ofMinutes(1);

    /** Operations of one write at most. */
    private static final int MAX_OPS = 2_000;

    /** What goes, in writes one after the other. */
    private record Plan(List<List<Op>> writes, int events, int kept) {}

    /**
     * @param id of the record
     * @param node that has been asked
     */
    CompletionStage<Purged> purge(Search search, String id, long lamportTime, String node, Context context) {
        var now = clock.instant();
        var plan = plan(search, now);
        var purged = new Purged(plan.events(), plan.kept());
        if (plan.events() == 0) {
            return CompletableFuture.completedStage(purged);
        }
        var by = context.agent().isEmpty() ? node : context.agent();
        var what = "purge of %d event%s: %s".formatted(plan.events(), plan.events() == 1 ? "" : "s", words(search));
        var event = new Value.Event(id, RECORD, ByteString.emptyByteString(), "", "", "", lamportTime, now, by)
                .with(Map.of(), 0, context.by())
                .causedBy(new Value.Cause(what, "purge/" + id, 0, Map.of()));
        plan.writes().getFirst().addFirst(new Op.Put(new Key.Event(id), event));
        AuditLog.purged(what, by, context.by());
        return write(plan.writes(), 0, context).thenApply(_ -> purged);
    }

    private CompletionStage<Boolean> write(List<List<Op>> all, int from, Context context) {
        var written = writes.write(List.copyOf(all.get(from)), context);
        return from + 1 == all.size() ? written : written.thenCompose(_ -> write(all, from + 1, context));
    }

    private Plan plan(Search search, Instant now) {
        var atWork = atWork();
        var ops = new ArrayList<List<Op>>();
        ops.add(new ArrayList<>());
        var count = new int[2];
        published.current().events().fromNewest(state -> {
            var event = Objects.requireNonNull(state.event());
            if (!event.name().equals(RECORD) && EventHistory.isWanted(search, event, state)) {
                if (isOver(event, state, now) && !atWork.contains(event.firedFrom())) {
                    count[0]++;
                    if (ops.getLast().size() >= MAX_OPS) {
                        ops.add(new ArrayList<>());
                    }
                    deletions(event.id(), state, ops.getLast());
                } else {
                    count[1]++;
                }
            }
            return true;
        });
        return new Plan(ops, count[0], count[1]);
    }

    /** Where the events of rollouts come from that are not over. */
    private Set<String> atWork() {
        return rollouts.any()
                ? rollouts.all().stream()
                        .map(kept -> kept.record().rollout())
                        .filter(rollout -> !rollout.over())
                        .map(rollout -> RolloutRecord.ORIGIN + rollout.id())
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /** Whether nobody is at work for an event, or is about to. */
    private boolean isOver(Value.Event event, EventState state, Instant now) {
        var announced = state.receipts().values().stream()
                .mapToInt(Value.Receipt::triggers)
                .sum();
        var runs = state.runs().values();
        // By the distance: an event from a clock that was ahead is not fresh until then.
        var isFresh = Duration.between(event.firedAt(), now).abs().compareTo(FRESH) < 0;
        return runs.size() >= announced
                && runs.stream().allMatch(Value.Run::ended)
                && (!isFresh || event.cause() != null || allHaveTold(event, state));
    }

    private boolean allHaveTold(Value.Event event, EventState state) {
        var fired = EventValues.event(event);
        return !state.receipts().isEmpty()
                && alive.apply(event.firedAt()).stream()
                        .allMatch(
                                node -> state.receipts().get(node) != null || RolloutRecord.isForAnother(fired, node));
    }

    private static void deletions(String id, EventState state, List<Op> ops) {
        state.runs().values().forEach(run -> ops.add(new Op.Delete(new Key.Run(id, run.node(), run.trigger()))));
        state.receipts().values().forEach(receipt -> ops.add(new Op.Delete(new Key.Receipt(id, receipt.node()))));
        ops.add(new Op.Delete(new Key.Event(id)));
    }

    private static String words(Search search) {
        var words = new ArrayList<String>();
        add(words, "name", search.name());
        search.since().ifPresent(since -> add(words, "since", since.toString()));
        search.before().ifPresent(before -> add(words, "before", before.toString()));
        add(words, "before", search.beforeId());
        add(words, "after", search.after() == 0 ? "" : Long.toString(search.after()));
        add(words, "node", search.node());
        add(words, "status", search.status());
        return words.isEmpty() ? "all" : String.join(" ", words);
    }

    private static void add(List<String> words, String name, String value) {
        if (!value.isEmpty()) {
            words.add(name + "=" + value);
        }
    }
}
