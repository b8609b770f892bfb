package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes of a stand-in that gives the answers of Docker's API (version 1.41, as its documentation has them). */
class DockerProbeTest {

    private static final String CREATED = json(201, "Created", "{\"Id\":\"e90e34656806\"}\n");
    private static final String STARTED =
            "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\nApi-Version: 1.41\r\n\r\n";

    private final Connections connections = new Connections();
    private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final ServerSocketChannel docker = ServerSocketChannel.open(StandardProtocolFamily.UNIX);

    private Path directory = Path.of("");

    DockerProbeTest() throws IOException {}

    @BeforeEach
    void serve(@TempDir Path temporary) throws IOException {
        directory = temporary;
        docker.bind(UnixDomainSocketAddress.of(directory.resolve("docker.sock")));
        connections.threads().execute(() -> {
            while (docker.isOpen()) {
                try (var accepted = docker.accept()) {
                    var request = ByteBuffer.allocate(8192);
                    accepted.read(request);
                    requests.add(new String(request.array(), 0, request.position(), StandardCharsets.UTF_8));
                    accepted.write(ByteBuffer.wrap(answers.take()));
                } catch (IOException | InterruptedException _) {
                    // The probe has closed its end, or the test the socket.
                }
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        docker.close();
        connections.close();
    }

    @ParameterizedTest
    @CsvSource({"0, PASSING", "1, WARNING", "2, CRITICAL", "137, CRITICAL"})
    void theExitCodeIsTheStatus(int code, Status status) throws Exception {
        answer(CREATED);
        answers.add(stream("\1out \1", "\2err"));
        answer(json(200, "OK", "{\"ID\":\"e90e34656806\",\"Running\":false,\"ExitCode\":" + code + "}"));
        assertThat(run("web_1")).isEqualTo(new Result(status, "out \1err"));
        assertThat(requests.take())
                .startsWith("POST /containers/web_1/exec HTTP/1.1\r\n")
                .endsWith(
                        "{\"AttachStdout\":true,\"AttachStderr\":true,\"Tty\":false,\"Cmd\":[\"check\",\"a \\\"b\\\"\"]}");
        assertThat(requests.take())
                .startsWith("POST /exec/e90e34656806/start HTTP/1.1\r\n")
                .endsWith("{\"Detach\":false,\"Tty\":false}");
        assertThat(requests.take()).startsWith("GET /exec/e90e34656806/json HTTP/1.1\r\n");
    }

    @Test
    void aContainerThatIsNotThereIsCritical() throws Exception {
        answer(json(404, "Not Found", "{\"message\":\"No such container: web\"}\n"));
        assertThat(run("web")).isEqualTo(new Result(Status.CRITICAL, "docker: No such container: web"));
    }

    @Test
    void aContainerThatIsPausedIsCritical() throws Exception {
        answer(json(409, "Conflict", "{\"message\":\"Container web is paused, unpause the container before exec\"}\n"));
        assertThat(run("web").output()).isEqualTo("docker: Container web is paused, unpause the container before exec");
    }

    @Test
    void aMachineWithoutDockerSaysSo() throws Exception {
        docker.close();
        Files.delete(directory.resolve("docker.sock"));
        assertThat(run("web").output())
                .isEqualTo("dial unix " + directory.resolve("docker.sock") + ": connect: no such file or directory");
    }

    @Test
    void anIdThatIsNoneGoesIntoNoPath() throws Exception {
        answer(json(201, "Created", "{\"Id\":\"../../x\"}"));
        assertThat(run("web").output()).isEqualTo("docker gives the program no id");
        for (var container : List.of("", "../x", "a b", "-a")) {
            assertThatThrownBy(() -> new CheckSpec.Docker(container, List.of("a")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatIsWrittenIsCappedAndKeptFromItsEnd() throws Exception {
        answer(CREATED);
        answers.add(stream("\1" + "x".repeat(50_000), "\1" + "y".repeat(50_000)));
        answer(json(200, "OK", "{\"ExitCode\":0}"));
        assertThat(run("web").output()).startsWith("Captured 4096 of ").endsWith("yyy");
    }

    @Test
    void aProgramThatDoesNotEndIsCriticalWhenAbandoned() throws Exception {
        answer(CREATED);
        var flight = probe("web").start();
        requests.take();
        assertThat(requests.take()).startsWith("POST /exec/");
        flight.abandon().run();
        assertThat(flight.result().toCompletableFuture().get(5, TimeUnit.SECONDS))
                .isEqualTo(new Result(Status.CRITICAL, "Timed out (5s) running check"));
        answers.add(new byte[1]);
    }

    @Test
    void aProgramThatIsStillThereIsNotStartedAgain() throws Exception {
        var probe = probe("web");
        answer(CREATED);
        var flight = probe.start();
        requests.take();
        assertThat(requests.take()).startsWith("POST /exec/");
        flight.abandon().run();
        flight.result().toCompletableFuture().get(5, TimeUnit.SECONDS);
        answers.add(new byte[1]);

        answer(json(200, "OK", "{\"Running\":true,\"ExitCode\":null}"));
        assertThat(probe.start().result().toCompletableFuture().get(5, TimeUnit.SECONDS))
                .isEqualTo(new Result(
                        Status.CRITICAL,
                        "the program of an earlier run is still there; it is not started again before it ends"));
        assertThat(requests.take()).startsWith("GET /exec/e90e34656806/json ");

        answer(json(200, "OK", "{\"Running\":false,\"ExitCode\":137}"));
        answer(CREATED);
        answers.add(stream("\1fine"));
        answer(json(200, "OK", "{\"Running\":false,\"ExitCode\":0}"));
        assertThat(probe.start().result().toCompletableFuture().get(5, TimeUnit.SECONDS))
                .isEqualTo(new Result(Status.PASSING, "fine"));
    }

    @Test
    void dockerHostSaysWhereTheApiIs() {
        assertThat(DockerHost.of(Map.of())).isEqualTo(new Endpoint.Unix("/var/run/docker.sock"));
        assertThat(DockerHost.of(Map.of("DOCKER_HOST", "unix:///run/podman/podman.sock")))
                .isEqualTo(new Endpoint.Unix("/run/podman/podman.sock"));
        assertThat(DockerHost.of(Map.of("DOCKER_HOST", "tcp://10.0.0.1")))
                .isEqualTo(new Endpoint.Port("10.0.0.1", 2375));
        for (var environment : List.of(
                Map.of("DOCKER_HOST", "ssh://a"),
                Map.of("DOCKER_HOST", "tcp://10.0.0.1:2376", "DOCKER_TLS_VERIFY", "1"))) {
            assertThatThrownBy(() -> DockerHost.of(environment))
                    .hasMessageStartingWith("DOCKER_HOST must be unix:///path or tcp://host:port");
        }
    }

    private Result run(String container) throws Exception {
        return probe(container).start().result().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Probe probe(String container) {
        var target = new CheckSpec.Docker(container, List.of("check", "a \"b\""));
        var socket = new Endpoint.Unix(directory.resolve("docker.sock").toString());
        return new DockerProbe(target, Definitions.of(target), () -> socket, connections);
    }

    private void answer(String text) {
        answers.add(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(int code, String phrase, String body) {
        return "HTTP/1.1 %d %s\r\nApi-Version: 1.41\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(code, phrase, body.length(), body);
    }

    /** Parts of which the first character is the stream. */
    private static byte[] stream(String... parts) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(STARTED.getBytes(StandardCharsets.UTF_8));
        for (var part : parts) {
            var text = part.substring(1).getBytes(StandardCharsets.UTF_8);
            out.writeBytes(ByteBuffer.allocate(8)
                    .put((byte) part.charAt(0))
                    .putInt(4, text.length)
                    .array());
            out.writeBytes(text);
        }
        return out.toByteArray();
    }
}
