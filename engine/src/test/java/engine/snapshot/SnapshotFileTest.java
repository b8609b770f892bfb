package engine.snapshot;

import static engine.snapshot.Archives.kv;
import static engine.snapshot.Archives.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.state.AnyState;
import engine.state.Key;
import engine.state.Op;
import engine.state.Snapshot;
import engine.state.Value;
import engine.tar.Tar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {

    private static Snapshot small() {
        return Archives.state(List.of(
                kv("app/version", "1.4.2".getBytes(StandardCharsets.UTF_8)),
                kv("app/limit", "7".getBytes(StandardCharsets.UTF_8)),
                new Op.Put(new Key.Node("ext1"), new Value.Node("", "ext1", "10.0.0.9", null, null)),
                new Op.Put(
                        new Key.Check("ext1", "up"),
                        new Value.Check("ext1", "up", "up", "passing", "", "", "", "", List.of(), ""))));
    }

    private static void isRefused(byte[] file, String... words) {
        assertThatThrownBy(() -> Archives.read(file))
                .isInstanceOfSatisfying(
                        SnapshotException.class,
                        e -> assertThat(e.reason()).isEqualTo(SnapshotException.Reason.ARCHIVE))
                .hasMessageContainingAll(words);
    }

    @Test
    void everySingleByteAndBitCounts() {
        var archive = Archives.archive(small());
        for (var at = 0; at < archive.length; at++) {
            for (var bit = 0; bit < 8; bit++) {
                var damaged = archive.clone();
                damaged[at] ^= (byte) (1 << bit);
                isRefused(damaged, ".");
            }
            isRefused(Arrays.copyOf(archive, at), ".");
        }
    }

    @Test
    void entriesOfManyBlocksComeBackWithFlagsAndIndexes() {
        var puts = new ArrayList<Op.Put>();
        for (var i = 0; i < 20; i++) {
            puts.add(kv("k" + i, noise(100_000, i)));
        }
        puts.add(kv("largest", noise(2_000_000, 99)));
        var state = Archives.state(puts);
        var archive = Archives.read(Archives.archive(state));
        assertThat(archive.entries()).extracting(Saved::live).isEqualTo(Archives.entries(state));
        assertThat(archive.entries())
                .allSatisfy(saved -> assertThat(saved.live().modifyIndex()).isPositive());
        assertThat(archive.header().counts()).containsEntry(Kind.KEYS, 21L).containsEntry(Kind.NODES, 0L);
    }

    @Test
    void entriesOfAgentsAreMarkedByWhoWasAMember() {
        var puts = new ArrayList<Op.Put>();
        for (var node : List.of("There", "gone", "left")) {
            puts.add(new Op.Put(new Key.Node(node), new Value.Node("", node, "10.0.0.1", null, null)));
        }
        puts.add(new Op.Put(new Key.Member("There"), AnyState.member("There", Value.Standing.FAILED)));
        puts.add(new Op.Put(new Key.Member("left"), AnyState.member("left", Value.Standing.LEFT)));
        var entries = Archives.read(Archives.archive(Archives.state(puts))).entries();
        assertThat(entries)
                .filteredOn(Saved::ofAgent)
                .extracting(saved -> saved.live().key())
                .isEqualTo(List.of(new Key.Node("there")));
        assertThat(entries).hasSize(3);
    }

    @Test
    void anInspectionTellsWhatAnArchiveHolds(@TempDir Path dir) throws IOException {
        var file = dir.resolve("a");
        Files.write(file, Archives.archive(small()));
        var found = SnapshotFile.inspect(file);
        assertThat(found.id()).isEqualTo("id-1");
        assertThat(found.created()).isEqualTo(Archives.TAKEN);
        assertThat(found.size()).isEqualTo(Files.size(file));
        assertThat(found.index()).isEqualTo(small().index());
        assertThat(List.of(found.node(), found.datacenter(), found.version())).isEqualTo(List.of("s1", "dc1", "0.1.0"));
        assertThat(found.counts())
                .isEqualTo(Map.of(
                        Kind.NODES,
                        1L,
                        Kind.SERVICES,
                        0L,
                        Kind.CHECKS,
                        1L,
                        Kind.KEYS,
                        2L,
                        Kind.EVENTS,
                        0L,
                        Kind.RECEIPTS,
                        0L,
                        Kind.RUNS,
                        0L,
                        Kind.SESSIONS,
                        0L,
                        Kind.QUERIES,
                        0L));
        assertThat(found.bytes().get(Kind.KEYS)).isBetween(30L, 80L);
        assertThat(found.bytes().get(Kind.RUNS)).isZero();
    }

    @Test
    void anArchiveOfANewerFormIsNamedAsSuch() {
        var archive = Archives.archive(small());
        archive[7] = '2';
        isRefused(archive, "form '2'", "reads form 1", "newer version");
    }

    @Test
    void whatIsNoArchiveIsSaidToBeNone() throws IOException {
        isRefused(new byte[0], "is empty");
        isRefused("{\"a\": 1}".getBytes(StandardCharsets.UTF_8), "no snapshot archive of engine");
        isRefused("engineS1 and so on".getBytes(StandardCharsets.UTF_8), "data-dir");
        isRefused("engi".getBytes(StandardCharsets.UTF_8), "ends after 4 bytes");
        isRefused(gzip("hello".getBytes(StandardCharsets.UTF_8)), "before its end mark");
        isRefused(gzip("hello".repeat(1000).getBytes(StandardCharsets.UTF_8)), "no snapshot archive of engine");
        isRefused(gzip(Tar.header(new Tar.Entry("other", 1 << 30, 0))), "no snapshot archive of engine");
    }

    @Test
    void aSnapshotOfConsulIsNamedAsSuch() throws IOException {
        var contents = "what Consul's servers write".getBytes(StandardCharsets.UTF_8);
        var tar = new ByteArrayOutputStream();
        for (var name : List.of("meta.json", "state.bin")) {
            tar.write(Tar.header(new Tar.Entry(name, contents.length, 0)));
            tar.write(contents);
            tar.write(Tar.padding(contents.length));
        }
        tar.write(Tar.end());
        isRefused(gzip(tar.toByteArray()), "snapshot of Consul");
    }

    private static byte[] gzip(byte[] contents) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(contents);
        }
        return bytes.toByteArray();
    }
}
