package engine;

import engine.checks.Status;
import engine.durable.KeptTexts;
import engine.durable.LocalLog;
import engine.local.CheckPast;
import engine.local.CheckPasts;
import engine.state.Change;
import engine.state.Finding;
import engine.state.Key;
import engine.state.NodeState;
import engine.state.PersistentSortedMap;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the checks of nodes without an agent came to be as they are, as this server saw it: whoever probes, every server sees what is
 * written. What changed while it was away is one change. Kept on its own disk.
 */
final class ExternalPasts implements Published.Listener {
    private final CheckPasts pasts;
    private volatile PersistentSortedMap<CheckPast> shown;

    private ExternalPasts(CheckPasts pasts) {
        this.pasts = pasts;
        this.shown = pasts.all();
    }

    /** Goes on from what was kept, and hears of what changes from now on. */
    static ExternalPasts start(LocalLog local, Published published) {
        var pasts = new ExternalPasts(new CheckPasts(KeptTexts.of(local, "external-pasts")));
        published.subscribe(pasts);
        pasts.lookAtAll(published.current());
        return pasts;
    }

    /** What a check has been through. */
    CheckPast of(String node, String id) {
        return Objects.requireNonNullElse(shown.get(new Key.Check(node, id).text()), CheckPast.NONE);
    }

    /** Whether there is no agent on a node, by what its registration says. */
    static boolean isExternal(@Nullable NodeState state) {
        return state != null && state.node() != null && Finding.is(state.node().value(), Finding.EXTERNAL_NODE);
    }

    private synchronized void lookAtAll(Snapshot now) {
        var there = new HashSet<String>();
        for (var state : now.catalog().nodes().values()) {
            if (isExternal(state)) {
                for (var check : state.checks().values()) {
                    there.add(key(check.value()).text());
                    saw(check.value(), Optional.empty());
                }
            }
        }
        pasts.only(there);
        show();
    }

    @Override
    public synchronized void published(Snapshot before, Snapshot after, List<Change> changes) {
        for (var change : changes) {
            if (change.key() instanceof Key.Check key) {
                var state = after.catalog().node(key.node());
                var now = check(state, key);
                if (now == null) {
                    pasts.remove(key.text());
                } else if (isExternal(state)) {
                    saw(now, Optional.ofNullable(check(before.catalog().node(key.node()), key)));
                }
            }
        }
        show();
    }

    /** @param before what it was; empty where only its past tells */
    private void saw(Value.Check now, Optional<Value.Check> before) {
        var id = key(now).text();
        var last =
                Optional.of(pasts.of(id).last()).filter(all -> !all.isEmpty()).map(List::getLast);
        var from = before.map(ExternalPasts::status).or(() -> last.map(CheckPast.Transition::to));
        var to = status(now);
        // It may have been seen before, when all were looked at.
        var known = last.filter(each -> each.to() == to && each.at().equals(now.since()))
                .isPresent();
        if (!known && from.filter(status -> status != to).isPresent()) {
            pasts.changed(id, now.since(), from.get(), to, now.output());
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very same as long as nothing has changed
    private void show() {
        var now = pasts.all();
        if (now != shown) {
            shown = now;
            pasts.keep();
        }
    }

    private static Value.@Nullable Check check(@Nullable NodeState state, Key.Check key) {
        var stored = state == null ? null : state.checks().get(Key.fold(key.id()));
        return stored == null ? null : stored.value();
    }

    private static Key.Check key(Value.Check check) {
        return new Key.Check(check.node(), check.id());
    }

    private static Status status(Value.Check check) {
        return Status.parse(check.status()).orElse(Status.CRITICAL);
    }
}
