package engine;

import engine.http.Context;
import engine.http.Indexed;
import engine.http.Maintenances;
import engine.http.Refusal;
import engine.http.Topic;
import engine.kv.Operation;
import engine.local.Maintenance;
import engine.state.Key;
import engine.state.Published;
import engine.state.Snapshot;
import engine.text.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintenance of the datacenter as HTTP sees it. Each is a key below {@link OwnKeys#MAINTENANCE}: in the consistent log, whatever
 * becomes of the node, and with a time to live where it has an end. What follows for the checks is for {@link MaintenanceWatch}.
 *
 * @param node name of this node
 */
record HttpMaintenances(String node, Published published, KvWrites writes, InstantSource clock)
        implements Maintenances {
    private static final Logger LOG = LoggerFactory.getLogger(HttpMaintenances.class);
    /** More are refused. */
    private static final int MOST = 10_000;

    @Override
    public Topic topic() {
        return new Topic.KeyPrefix(OwnKeys.MAINTENANCE);
    }

    @Override
    public Indexed<List<Kept>> all() {
        var snapshot = published.current();
        return new Indexed<>(snapshot.kv().prefixAt(OwnKeys.MAINTENANCE), of(snapshot));
    }

    /** All that are kept, in order of their keys. */
    static List<Kept> of(Snapshot snapshot) {
        var all = new ArrayList<Kept>();
        snapshot.kv().entries().forPrefix(OwnKeys.MAINTENANCE, (key, stored) -> {
            try {
                all.add(MaintenanceText.kept(stored.value().bytes().utf8String()));
            } catch (IllegalArgumentException e) {
                LOG.warn("key {} is left out: {}", key, Reason.of(e));
            }
        });
        return all;
    }

    /** Names are parted by a character that none has, for theirs may have slashes. */
    static String key(Target target) {
        return OwnKeys.MAINTENANCE
                + (target.node().isEmpty()
                        ? "service/" + Key.fold(target.service())
                        : "node/" + Key.fold(target.node())
                                + (target.serviceId().isEmpty() ? "" : '\0' + Key.fold(target.serviceId())));
    }

    @Override
    public CompletionStage<Kept> begin(Target target, String reason, Optional<Duration> time, Context context) {
        return writes.barrier(context).thenCompose(_ -> {
            known(target);
            if (all().value().size() >= MOST) {
                throw new Refusal(400, "There are " + MOST + " targets in maintenance already: end some.");
            }
            var now = clock.instant();
            var kept = new Kept(
                    target,
                    Maintenance.reasonOr(
                            reason,
                            target.node().isEmpty() || !target.serviceId().isEmpty() ? "service" : "node"),
                    now,
                    time.map(now::plus),
                    context.agent().isEmpty() ? node : context.agent(),
                    context.by());
            return writes.held(
                            () -> new Operation.Put(
                                    key(target),
                                    ByteString.fromString(MaintenanceText.of(kept)),
                                    0,
                                    OptionalLong.empty(),
                                    time.isPresent()
                                            ? OptionalLong.of(
                                                    Math.max(1, time.get().toMillis()))
                                            : OptionalLong.empty()),
                            context)
                    .thenApply(_ -> kept);
        });
    }

    /** A slip of the pen must not wait for a node of that name. */
    private void known(Target target) {
        var catalog = published.current().catalog();
        if (target.node().isEmpty()) {
            if (catalog.service(target.service()).instances().isEmpty()) {
                throw new Refusal(404, "No service \"" + target.service() + "\" is registered.");
            }
            return;
        }
        var state = catalog.node(target.node());
        if (state == null) {
            throw new Refusal(404, "No node \"" + target.node() + "\" is registered.");
        }
        if (!target.serviceId().isEmpty() && state.services().get(Key.fold(target.serviceId())) == null) {
            throw new Refusal(
                    404,
                    "No service with id \"" + target.serviceId() + "\" is registered on node \"" + target.node()
                            + "\".");
        }
    }

    @Override
    public CompletionStage<Boolean> end(Target target, Context context) {
        var key = key(target);
        return writes.barrier(context).thenCompose(_ -> {
            var there = published.current().kv().entries().get(key) != null;
            return writes.held(() -> new Operation.Delete(key, OptionalLong.empty()), context)
                    .thenApply(_ -> there);
        });
    }
}
