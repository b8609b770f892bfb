package engine;

import engine.config.ConfigException;
import engine.config.KeptDefinition;
import engine.http.Context;
import engine.http.Indexed;
import engine.http.KeptTriggers;
import engine.http.Refusal;
import engine.http.Topic;
import engine.kv.Operation;
import engine.kv.Outcome;
import engine.kv.Step;
import engine.state.Published;
import engine.state.Stored;
import engine.state.Value;
import engine.text.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Triggers kept in the cluster as HTTP sees them. Each is a key below {@link OwnKeys#TRIGGERS}: in the consistent log, its snapshots
 * and archives like any other, whatever the versions of the servers.
 *
 * @param node name of this node
 * @param timeout of triggers that say nothing of it, as configured at the time
 */
record HttpTriggers(
        String node,
        Supplier<Duration> timeout,
        Published published,
        KvWrites writes,
        Members members,
        InstantSource clock)
        implements KeptTriggers {
    private static final Logger LOG = LoggerFactory.getLogger(HttpTriggers.class);
    /** Others may apply at the same moment. */
    private static final int MOST_TRIES = 5;
    /** A node that is not heard of for longer has gone; it says daily that it is there. */
    private static final Duration REPORT_TTL = Duration.ofDays(7);

    @Override
    public Topic topic() {
        return new Topic.KeyPrefix(OwnKeys.TRIGGERS);
    }

    @Override
    public Indexed<List<Kept>> all() {
        var kv = published.current().kv();
        var all = new ArrayList<Kept>();
        kv.entries()
                .forPrefix(OwnKeys.TRIGGERS, (key, stored) -> read(key, stored).ifPresent(all::add));
        return new Indexed<>(kv.prefixAt(OwnKeys.TRIGGERS), all);
    }

    private static Optional<Kept> read(String key, Stored<Value.Kv> stored) {
        try {
            return Optional.of(TriggerText.kept(stored.value().bytes().utf8String()));
        } catch (IllegalArgumentException e) {
            LOG.warn("key {} is left out: {}", key, Reason.of(e));
            return Optional.empty();
        }
    }

    @Override
    public CompletionStage<List<Kept>> apply(String text, Context context) {
        try {
            var wanted = KeptDefinition.all(text, timeout.get());
            return writes.barrier(context).thenCompose(_ -> apply(wanted, context, 1));
        } catch (ConfigException e) {
            return CompletableFuture.failedStage(new Refusal(400, Reason.of(e)));
        }
    }

    private CompletionStage<List<Kept>> apply(List<KeptDefinition> wanted, Context context, int tries) {
        var kept = new ArrayList<Kept>();
        var steps = new ArrayList<Step>();
        for (var each : wanted) {
            var key = OwnKeys.TRIGGERS + each.trigger().name();
            var now = published.current().kv().entries().get(key);
            var next = next(each, Optional.ofNullable(now).flatMap(stored -> read(key, stored)), context);
            kept.add(next);
            steps.add(new Step.Cas(
                    key, ByteString.fromString(TriggerText.of(next)), 0, now == null ? 0 : now.modifyIndex()));
        }
        return writes.submit(() -> new Operation.Transaction(steps), context).thenCompose(outcome -> {
            if (outcome instanceof Outcome.TransactionDone) {
                return CompletableFuture.completedStage(List.copyOf(kept));
            }
            if (tries >= MOST_TRIES) {
                throw new Refusal(500, "others kept changing the same triggers: nothing was done");
            }
            return writes.barrier(context).thenCompose(_ -> apply(wanted, context, tries + 1));
        });
    }

    /** A trigger that waits for the same as before has been there since then. */
    private Kept next(KeptDefinition wanted, Optional<Kept> before, Context context) {
        var now = clock.instant();
        return new Kept(
                wanted.trigger().name(),
                before.map(Kept::version).orElse(0L) + 1,
                before.filter(kept -> waitsForTheSame(kept, wanted))
                        .map(Kept::since)
                        .orElse(now),
                now,
                context.agent().isEmpty() ? node : context.agent(),
                context.by(),
                wanted.text());
    }

    private boolean waitsForTheSame(Kept before, KeptDefinition wanted) {
        try {
            var trigger = KeptDefinition.all(before.definition(), timeout.get())
                    .getFirst()
                    .trigger();
            return trigger.on().equals(wanted.trigger().on());
        } catch (ConfigException _) {
            // What was kept by a server of another version may be no trigger here.
            return false;
        }
    }

    @Override
    public CompletionStage<Boolean> delete(String name, Context context) {
        var key = OwnKeys.TRIGGERS + name;
        return writes.barrier(context).thenCompose(_ -> {
            var there = published.current().kv().entries().get(key) != null;
            return writes.held(() -> new Operation.Delete(key, OptionalLong.empty()), context)
                    .thenApply(_ -> there);
        });
    }

    @Override
    public CompletionStage<Done> report(String name, Report report, Context context) {
        var key = OwnKeys.TRIGGER_NODES + name;
        return writes.held(
                        () -> report.permits().isEmpty()
                                ? new Operation.Delete(key, OptionalLong.empty())
                                : new Operation.Put(
                                        key,
                                        ByteString.fromString(TriggerText.of(report)),
                                        0,
                                        OptionalLong.empty(),
                                        OptionalLong.of(REPORT_TTL.toMillis())),
                        context)
                .thenApply(_ -> Done.getInstance());
    }

    @Override
    public Nodes nodes() {
        var reports = new TreeMap<String, Optional<Report>>();
        var snapshot = published.current();
        for (var member : snapshot.members().values()) {
            if (members.alive(member)) {
                reports.put(
                        member.name(),
                        Optional.ofNullable(snapshot.kv().entries().get(OwnKeys.TRIGGER_NODES + member.name()))
                                .flatMap(HttpTriggers::report));
            }
        }
        return trigger -> taken(trigger, reports);
    }

    private static Optional<Report> report(Stored<Value.Kv> stored) {
        try {
            return Optional.of(TriggerText.report(stored.value().bytes().utf8String()));
        } catch (IllegalArgumentException _) {
            // That of a later version: as good as none.
            return Optional.empty();
        }
    }

    private static Taken taken(String trigger, TreeMap<String, Optional<Report>> reports) {
        var run = new ArrayList<String>();
        var refuse = new ArrayList<String>();
        var define = new ArrayList<String>();
        var fail = new TreeMap<String, String>();
        reports.forEach((name, report) -> {
            if (report.isEmpty() || !new AllowList(report.get().permits()).permits(trigger)) {
                refuse.add(name);
            } else if (report.get().defines().contains(trigger)) {
                define.add(name);
            } else if (report.get().fails().containsKey(trigger)) {
                fail.put(name, report.get().fails().getOrDefault(trigger, ""));
            } else {
                run.add(name);
            }
        });
        return new Taken(run, refuse, define, fail);
    }
}
