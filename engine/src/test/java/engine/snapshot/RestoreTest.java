package engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.snapshot.SnapshotException.Reason;
import engine.state.Live;
import engine.state.Op;
import engine.state.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final Pictures pictures = new Pictures();

    @TempDir
    private Path dir;

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private Restore restore(Function<List<Op>, CompletionStage<Boolean>> write) {
        return new Restore(new Restore.Ports(KIT.system(), pictures.published(), write, Optional.of(dir), 100_000));
    }

    private CompletionStage<Boolean> applied(List<Op> ops) {
        pictures.apply(ops.toArray(Op[]::new));
        return CompletableFuture.completedFuture(true);
    }

    private static List<Op.Put> keys(int count) {
        var puts = new ArrayList<Op.Put>();
        for (var i = 0; i < count; i++) {
            puts.add(Archives.kv("k%04d".formatted(i), Archives.noise(8, i)));
        }
        return puts;
    }

    private static Restore.Outcome get(CompletionStage<Restore.Outcome> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Source<ByteString, ?> source(byte[] archive) {
        return Source.from(List.of(
                ByteString.fromArray(archive, 0, archive.length / 2),
                ByteString.fromArray(archive, archive.length / 2, archive.length - archive.length / 2)));
    }

    private static void fails(CompletionStage<Restore.Outcome> stage, Reason reason, String... words) {
        assertThatThrownBy(() -> get(stage))
                .cause()
                .isInstanceOfSatisfying(
                        SnapshotException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContainingAll(words);
    }

    private void nothingIsLeft() throws IOException {
        try (var files = Files.list(dir)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whatWasSavedIsThereAgainWhenTheAnswerComes() throws Exception {
        var saved = Archives.state(keys(1200));
        Files.writeString(dir.resolve("restore-1.archive"), "left over by a process that was killed");
        pictures.apply(Archives.kv("later", new byte[] {1}));
        var outcome = get(restore(this::applied).from(SnapshotSource.of(saved, Archives.FACTS)));
        assertThat(outcome.puts()).isEqualTo(1200);
        assertThat(outcome.deletions()).isEqualTo(1);
        assertThat(outcome.header().facts()).isEqualTo(Archives.FACTS);
        assertThat(Archives.entries(pictures.published().current()))
                .extracting(Live::value)
                .isEqualTo(Archives.entries(saved).stream().map(Live::value).toList());
        nothingIsLeft();
    }

    @Test
    void anArchiveWithOneBadByteAtItsVeryEndChangesNothing() throws Exception {
        var archive = Archives.archive(Archives.state(keys(1200)));
        archive[archive.length - 1] ^= 1;
        var before = pictures.published().current();
        fails(restore(this::applied).from(source(archive)), Reason.ARCHIVE, "SHA-256");
        assertThat(pictures.published().current()).isSameAs(before);
        nothingIsLeft();
    }

    @Test
    void anArchiveLargerThanTheLimitIsRefused() throws Exception {
        var archive = Archives.archive(Archives.state(List.of(Archives.kv("k", Archives.noise(200_000, 1)))));
        fails(restore(this::applied).from(source(archive)), Reason.SIZE, "100000 bytes");
        nothingIsLeft();
    }

    @Test
    void anUploadThatBreaksOffChangesNothing() throws Exception {
        var archive = Archives.archive(Archives.state(keys(10)));
        var before = pictures.published().current();
        var broken = source(archive).concat(Source.failed(new IOException("the connection broke")));
        assertThatThrownBy(() -> get(restore(this::applied).from(broken))).hasStackTraceContaining("connection broke");
        assertThat(pictures.published().current()).isSameAs(before);
        nothingIsLeft();
    }

    @Test
    void anErrorHalfWaySaysHowFarItCameAndTheSameAgainEndsIt() throws Exception {
        var saved = Archives.state(keys(1200));
        var batches = new ArrayList<List<Op>>();
        var restore = restore(ops -> {
            batches.add(ops);
            return batches.size() == 3
                    ? CompletableFuture.failedFuture(new IllegalStateException("no quorum"))
                    : applied(ops);
        });
        fails(
                restore.from(SnapshotSource.of(saved, Archives.FACTS)),
                Reason.UNFINISHED,
                "after 1000 writes",
                "of 1200 entries",
                "no quorum",
                "safe to restore the same archive again");
        assertThat(get(restore.from(SnapshotSource.of(saved, Archives.FACTS))).puts())
                .isEqualTo(200);
    }

    @Test
    void thereIsOneRestoreAtATime() throws Exception {
        var first = new CompletableFuture<Boolean>();
        var begun = new CompletableFuture<Void>();
        var restore = restore(ops -> {
            begun.complete(null);
            return first;
        });
        var archive = Archives.archive(Archives.state(keys(3)));
        var running = restore.from(source(archive));
        begun.get(10, TimeUnit.SECONDS);
        fails(restore.from(source(archive)), Reason.BUSY, "under way");
        first.complete(true);
        assertThat(get(running).puts()).isEqualTo(3);
        assertThat(get(restore.from(source(archive))).puts()).isEqualTo(3);
    }

    @Test
    void aStreamedArchiveIsTheOneOfAFile() throws Exception {
        var puts = new ArrayList<>(keys(2000));
        puts.add(Archives.kv("large", Archives.noise(900_000, 5)));
        var state = Archives.state(puts);
        var streamed = SnapshotSource.of(state, Archives.FACTS)
                .runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), KIT.system())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(streamed.toArray()).isEqualTo(Archives.bundle(state));
    }
}
