package engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.pekko.actor.testkit.typed.CapturedLogEvent;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class AutomaticSnapshotsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Pictures pictures = new Pictures();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    private Path temp;

    private Path dir() {
        return temp.resolve("snapshots");
    }

    /** The actor, with its time and its thread in the hands of the test. */
    private final class Server {
        private final BehaviorTestKit<AutomaticSnapshots.Command> actor;

        Server(int retain) {
            actor = BehaviorTestKit.create(AutomaticSnapshots.create(
                    new AutomaticSnapshots.Schedule(HOUR, retain, dir()),
                    pictures.published(),
                    new Origin("s1", "dc1", "0.1.0"),
                    () -> now,
                    tasks::add));
        }

        /** Time passes until the actor does something; how much that was. */
        Duration next() {
            var timer = (Effect.TimerScheduled<?>) actor.getAllEffects().stream()
                    .filter(effect -> effect instanceof Effect.TimerScheduled<?>)
                    .toList()
                    .getLast();
            var delay = Duration.ofNanos(timer.delay().toNanos());
            now = now.plus(delay);
            actor.run((AutomaticSnapshots.Command) timer.msg());
            if (!tasks.isEmpty()) {
                tasks.remove().run();
                actor.runOne();
            }
            return delay;
        }

        List<String> log(Level level) {
            return actor.getAllLogEntries().stream()
                    .filter(entry -> entry.level() == level)
                    .map(CapturedLogEvent::message)
                    .toList();
        }
    }

    private void write(String value) {
        pictures.put(new Key.Kv("k"), new Value.Kv(ByteString.fromString(value), 0));
    }

    private List<String> files() throws IOException {
        if (!Files.exists(dir())) {
            return List.of();
        }
        try (var files = Files.list(dir())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theFirstSnapshotComesAfterAMinuteAndHoldsTheState() throws IOException {
        write("1");
        assertThat(new Server(3).next()).isEqualTo(Duration.ofMinutes(1));
        var index = pictures.published().current().index();
        assertThat(files()).containsExactly("engine-20261120T120100Z-" + index + ".snapshot");
        assertThat(Files.getPosixFilePermissions(dir())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        var found = SnapshotFile.inspect(dir().resolve(files().getFirst()));
        assertThat(found.index()).isEqualTo(index);
        assertThat(found.node()).isEqualTo("s1");
        assertThat(found.counts()).containsEntry(Kind.KEYS, 1L);
    }

    @Test
    void onlyTheNewestAreKeptAndOtherFilesAreLeftAlone() throws IOException {
        Files.createDirectories(dir());
        var others = List.of("engine-before-upgrade.snapshot", "notes", "state.new");
        for (var other : others) {
            Files.writeString(dir().resolve(other), "mine");
        }
        Files.writeString(dir().resolve("engine-20261119T000000Z-3.snapshot.new"), "half");
        var server = new Server(2);
        for (var i = 0; i < 4; i++) {
            write("v" + i);
            server.next();
        }
        assertThat(files())
                .hasSize(5)
                .containsAll(others)
                .filteredOn(file -> file.startsWith("engine-2026"))
                .satisfiesExactly(
                        file -> assertThat(file).startsWith("engine-20261120T140100Z"),
                        file -> assertThat(file).startsWith("engine-20261120T150100Z"));
    }

    @Test
    void aStateThatHasNotChangedIsNotWrittenAgain() throws IOException {
        write("1");
        var server = new Server(9);
        server.next();
        assertThat(server.next()).isEqualTo(HOUR);
        assertThat(server.next()).isEqualTo(HOUR);
        assertThat(files()).hasSize(1);
        write("2");
        server.next();
        assertThat(files()).hasSize(2);
    }

    @Test
    void aRestartGoesOnWithTheIntervalOfTheSnapshotBeforeIt() throws IOException {
        write("1");
        new Server(9).next();
        now = now.plus(Duration.ofMinutes(10));
        write("2");
        var again = new Server(9);
        again.next();
        assertThat(files()).hasSize(1);
        assertThat(again.next()).isEqualTo(Duration.ofMinutes(49));
        assertThat(files()).hasSize(2);
    }

    @Test
    void aFailureIsToldOnceAndTheNextIntervalTriesAgain() throws IOException {
        Files.writeString(dir(), "in the way");
        write("1");
        var server = new Server(2);
        server.next();
        assertThat(server.next()).isEqualTo(HOUR);
        server.next();
        assertThat(server.log(Level.ERROR)).singleElement().asString().contains("snapshots", "FileAlreadyExists");
        Files.delete(dir());
        server.next();
        assertThat(files()).hasSize(1);
        assertThat(server.log(Level.INFO)).singleElement().asString().contains("again");
    }

    @Test
    void aClockThatWasSetBackDoesNotCostTheLatestSnapshot() throws IOException {
        write("1");
        var server = new Server(1);
        server.next();
        now = now.minus(Duration.ofDays(2));
        write("2");
        server.next();
        assertThat(files())
                .contains("engine-20261118T130100Z-"
                        + pictures.published().current().index() + ".snapshot");
    }
}
