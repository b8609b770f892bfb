package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.checks.CheckSpec.Host.Measure;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measurements of this very machine, and of a time server made for it. */
class HostProbeTest {

    private static final Optional<Limit> NONE = Optional.empty();

    private final Connections connections = new Connections();

    @AfterEach
    void close() {
        connections.close();
    }

    @Test
    void aDiskIsMeasuredAsTheJdkDoes(@TempDir Path directory) throws Exception {
        var system = Syscalls.fileSystem(directory.toString());
        FileStore store = Files.getFileStore(directory);
        assertThat(system.blocks() * system.blockSize()).isEqualTo(store.getTotalSpace());
        assertThat((double) system.available() * system.blockSize())
                .isCloseTo((double) store.getUsableSpace(), Percentage.withPercentage(5));
        assertThat(run(Measure.DISK, directory.toString(), percent(100), NONE).output())
                .matches("disk " + directory + ": \\d+\\.\\d% used, .+ left.*");
    }

    @Test
    void limitsOfBothKindsAreCompared(@TempDir Path directory) throws Exception {
        var path = directory.toString();
        var enormous = Optional.of(new Limit(Limit.Unit.BYTES_LEFT, 1e18));
        var tiny = Optional.of(new Limit(Limit.Unit.BYTES_LEFT, 1));
        assertThat(run(Measure.DISK, path, NONE, enormous).status()).isEqualTo(Status.CRITICAL);
        assertThat(run(Measure.DISK, path, enormous, tiny).status()).isEqualTo(Status.WARNING);
        assertThat(run(Measure.DISK, path, tiny, NONE).status()).isEqualTo(Status.PASSING);
        assertThat(run(Measure.DISK, path, NONE, enormous).output()).endsWith("; critical from 888.2 PiB left");
        assertThat(run(Measure.MEMORY, "", NONE, percent(0.001)).output()).endsWith("; critical from 0.001%");
        assertThat(run(Measure.MEMORY, "", percent(100), NONE).status()).isEqualTo(Status.PASSING);
        assertThat(run(Measure.INODES, path, percent(100), NONE).output()).contains("inodes");
        var load = Optional.of(new Limit(Limit.Unit.LOAD, 100_000));
        assertThat(run(Measure.LOAD, "5", load, NONE).output()).matches("load 5: \\d+\\.\\d\\d, .* per processor .*");
    }

    @Test
    void aPathThatIsNotThereIsCritical() throws Exception {
        assertThat(run(Measure.DISK, "/no/such/path", percent(90), NONE))
                .isEqualTo(new Result(Status.CRITICAL, "disk /no/such/path: no such file or directory"));
    }

    @Test
    void aClockIsComparedWithATimeServer() throws Exception {
        try (var server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            connections.threads().execute(() -> tellTime(server, Duration.ofSeconds(100), 2));
            var subject = "127.0.0.1:" + server.getLocalPort();
            var seconds = Optional.of(new Limit(Limit.Unit.SECONDS, 90));
            var result = run(Measure.CLOCK, subject, NONE, seconds);
            assertThat(result.status()).isEqualTo(Status.CRITICAL);
            assertThat(result.output())
                    .matches("clock " + subject + ": this clock is (99|100)\\.\\d+ s behind; critical from 90 s");
            assertThat(run(Measure.CLOCK, subject, Optional.of(new Limit(Limit.Unit.SECONDS, 110)), NONE)
                            .status())
                    .isEqualTo(Status.PASSING);
        }
    }

    @Test
    void aTimeServerThatDoesNotKnowTheTimeIsCritical() throws Exception {
        try (var server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            connections.threads().execute(() -> tellTime(server, Duration.ZERO, 16));
            var subject = "127.0.0.1:" + server.getLocalPort();
            assertThat(run(Measure.CLOCK, subject, NONE, Optional.of(new Limit(Limit.Unit.SECONDS, 1)))
                            .output())
                    .isEqualTo("clock " + subject + ": the time server says that it does not know the time");
        }
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        assertThatThrownBy(() -> new CheckSpec.Host(Measure.DISK, "/", NONE, NONE))
                .hasMessageContaining("a limit");
        assertThatThrownBy(() -> new CheckSpec.Host(Measure.DISK, "x", percent(1), NONE))
                .hasMessage("disk needs an absolute path, not 'x'");
        assertThatThrownBy(() -> new CheckSpec.Host(Measure.LOAD, "2", percent(1), NONE))
                .hasMessage("load is 1, 5 or 15 (minutes), not '2'");
        assertThatThrownBy(() -> new CheckSpec.Host(Measure.DISK, "/", percent(90), percent(80)))
                .hasMessage("warning must come before critical");
        assertThatThrownBy(() -> new Limit(Limit.Unit.PERCENT_USED, 101)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limit(Limit.Unit.LOAD, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Optional<Limit> percent(double value) {
        return Optional.of(new Limit(Limit.Unit.PERCENT_USED, value));
    }

    private Result run(Measure measure, String subject, Optional<Limit> warning, Optional<Limit> critical)
            throws Exception {
        var target = new CheckSpec.Host(measure, subject, warning, critical);
        return HostProbe.of(target, Definitions.of(target), connections)
                .start()
                .result()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static void tellTime(DatagramSocket server, Duration ahead, int stratum) {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[48], 48);
                server.receive(packet);
                var now = Instant.now().plus(ahead);
                long time =
                        ((now.getEpochSecond() + 2_208_988_800L) << 32) | ((long) now.getNano() << 32) / 1_000_000_000;
                var answer = ByteBuffer.allocate(48)
                        .put(0, (byte) 0x24)
                        .put(1, (byte) stratum)
                        .putLong(24, ByteBuffer.wrap(packet.getData()).getLong(40))
                        .putLong(32, time)
                        .putLong(40, time);
                server.send(new DatagramPacket(answer.array(), 48, packet.getSocketAddress()));
            }
        } catch (IOException _) {
            // The test has closed the socket.
        }
    }
}
