package engine;

import engine.state.Change;
import engine.state.Key;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Store;
import engine.state.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Shows maintenance that is kept in the datacenter as checks of the nodes and services it is about. Each server works them out for
 * itself from what is kept, so that they are there whether the node is or not, and end when that ends.
 */
final class MaintenanceWatch {

    enum Look {
        INSTANCE
    }

    private final Published published;
    private final ActorRef<Store.Command> store;
    private final ActorRef<Done> nobody;
    private final Map<Key.Check, Value.Check> told = new HashMap<>();

    private MaintenanceWatch(Published published, ActorRef<Store.Command> store, ActorRef<Done> nobody) {
        this.published = published;
        this.store = store;
        this.nobody = nobody;
    }

    static Behavior<Look> create(Published published, ActorRef<Store.Command> store) {
        return Behaviors.setup(ctx -> {
            var watch = new MaintenanceWatch(published, store, ctx.getSystem().ignoreRef());
            published.subscribe(new Listener(ctx.getSelf()));
            watch.look();
            return Behaviors.receiveMessage(_ -> {
                watch.look();
                return Behaviors.same();
            });
        });
    }

    /** Runs where the store publishes. */
    private record Listener(ActorRef<Look> watch) implements Published.Listener {
        @Override
        public void published(Snapshot before, Snapshot after, List<Change> changes) {
            if (changes.stream().anyMatch(change -> concerns(change, after))) {
                watch.tell(Look.INSTANCE);
            }
        }

        private static boolean concerns(Change change, Snapshot after) {
            return switch (change.key()) {
                case Key.Kv(var key) -> key.startsWith(OwnKeys.MAINTENANCE);
                // The node comes, or an instance does, while it is in maintenance.
                case Key.Node _, Key.Service _ -> after.kv().prefixAt(OwnKeys.MAINTENANCE) > 1;
                case Key.Check _, Key.Member _, Key.Overlay _, Key.Session _ -> false;
                case Key.Document _, Key.Event _, Key.Receipt _, Key.Receipts _, Key.Run _ -> false;
            };
        }
    }

    private void look() {
        var now = published.current();
        var wanted = MaintenanceChecks.of(HttpMaintenances.of(now), now.catalog());
        var gone = new ArrayList<Key.Check>();
        told.keySet().stream().filter(key -> !wanted.containsKey(key)).forEach(gone::add);
        var changed = new ArrayList<Value.Check>();
        wanted.forEach((key, check) -> {
            if (!check.equals(told.get(key))) {
                changed.add(check);
            }
        });
        if (!gone.isEmpty() || !changed.isEmpty()) {
            told.clear();
            told.putAll(wanted);
            store.tell(new Store.Derive(changed, gone, nobody));
        }
    }
}
