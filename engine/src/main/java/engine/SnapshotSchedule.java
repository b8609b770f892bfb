package engine;

import engine.config.Settings;
import engine.snapshot.AutomaticSnapshots;
import engine.state.Published;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;

/** Automatic snapshots in the words of the settings. */
final class SnapshotSchedule {

    private SnapshotSchedule() {}

    /** The actor that takes them; none where they are switched off or nothing is kept on disk. */
    static Optional<Behavior<AutomaticSnapshots.Command>> of(Settings settings, Published published) {
        var interval = settings.snapshots().interval();
        return interval.isPositive()
                ? settings.snapshots()
                        .dir()
                        .map(dir -> AutomaticSnapshots.create(
                                new AutomaticSnapshots.Schedule(
                                        interval, settings.snapshots().retain(), dir),
                                published,
                                HttpSnapshots.origin(settings),
                                InstantSource.system()))
                : Optional.empty();
    }
}
