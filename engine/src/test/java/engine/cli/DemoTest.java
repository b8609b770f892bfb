package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pieces of the demo; the whole needs an agent. */
final class DemoTest {
    private static final Path EXAMPLE = Path.of("../docs/examples/demo");

    @Test
    void theExampleIsCopiedWithItsPortsAndPlaceAndRemovedAgain() throws IOException {
        var files =
                DemoFiles.copy(EXAMPLE, Map.of("7001", "41001", "7002", "41002", "docs/examples/demo", "@DIRECTORY@"));
        var services = ConfigFactory.parseFile(files.file("web.conf").toFile());
        assertThat(services.getConfigList("services").stream().map(service -> service.getInt("port")))
                .containsExactly(41001, 41002);
        var config = ConfigFactory.parseFile(files.file("engine.conf").toFile());
        assertThat(config.getString("trigger.deploy.on.event")).isEqualTo("deploy");
        assertThat(config.getStringList("trigger.deploy.run"))
                .containsExactly("/bin/sh", files.file("deploy.sh").toString());
        assertThat(files.tail("deploy.sh", 1)).isEqualTo("echo \"done\"");
        assertThat(files.tail("none", 1)).isEmpty();
        files.delete();
        assertThat(files.directory()).doesNotExist();
    }

    @Test
    void theDeployScriptTellsTheVersionNodeAndEvent() throws Exception {
        var builder = new ProcessBuilder("/bin/sh", EXAMPLE.resolve("deploy.sh").toString());
        builder.environment().putAll(Map.of("ENGINE_NODE", "n1", "ENGINE_EVENT_ID", "id-1"));
        var process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write("1.4.2".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("deploying web 1.4.2 on n1, for event id-1\ndone\n");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void processesAreStartedStoppedAndAllEndedAtTheEnd(@TempDir Path directory) throws IOException {
        var processes = new DemoProcesses(directory, 5);
        processes.start("one", List.of("/bin/sh", "-c", "echo $WORD; exec sleep 60"), Map.of("WORD", "up"));
        Demo.await(
                "it runs",
                Duration.ofSeconds(5),
                () -> Files.readString(directory.resolve("one.log")).equals("up\n"));
        assertThat(processes.alive("one")).isTrue();
        processes.stop("one");
        assertThat(processes.alive("one")).isFalse();
        processes.stop("none");
        var stubborn = List.of("/bin/sh", "-c", "trap '' TERM; echo up; exec sleep 60");
        processes.start("two", stubborn, Map.of());
        processes.start("three", stubborn, Map.of());
        var killed = processes.kill("two");
        assertThat(ProcessHandle.of(killed).filter(ProcessHandle::isAlive)).isEmpty();
        assertThatThrownBy(() -> processes.kill("two")).hasMessage("there is no process 'two'.");
        processes.killAll();
        assertThat(processes.alive("three")).isFalse();
        assertThatThrownBy(() -> processes.start("four", List.of("true"), Map.of()))
                .isInstanceOf(Failure.class);
    }

    @Test
    void aServerIsStartedWithThePlacesOfAllAndAClientAgentWithOne() {
        var ports = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8));
        var server = DemoAgent.of("s1", true, ports);
        var client = DemoAgent.of("app1", false, ports);
        assertThat(ports).isEmpty();
        assertThat(server.arguments(Path.of("/d"), 3, List.of(server)))
                .containsExactly(
                        "agent",
                        "-node=s1",
                        "-server",
                        "-bootstrap-expect=3",
                        "-server-port=3",
                        "-bind=127.0.0.1",
                        "-http-port=1",
                        "-dns-port=2",
                        "-serf-lan-port=4",
                        "-serf-wan-port=-1",
                        "-data-dir=/d/s1",
                        "-config-file=/d/engine.conf",
                        "-retry-interval=1s",
                        "-retry-join=127.0.0.1:4");
        assertThat(client.arguments(Path.of("/d"), 3, List.of(server)))
                .contains("-retry-join=127.0.0.1:4")
                .noneMatch(argument -> argument.startsWith("-server") || argument.startsWith("-bootstrap"));
    }

    @Test
    void watchingCountsAnswersAndRemembersWhatWasWrongFirst() {
        var tries = new AtomicInteger();
        var watch = new DemoWatch(Stream.of(() -> {}, () -> {
            int which = tries.incrementAndGet();
            if (which == 2) {
                throw new IOException("no answer");
            }
            if (which == 3) {
                throw new Failure("another answer");
            }
        }));
        Demo.await("each is asked four times", Duration.ofSeconds(5), () -> watch.has(4));
        var tally = watch.stop();
        assertThat(tally.wrong()).isEqualTo(2);
        assertThat(tally.answers()).isGreaterThanOrEqualTo(8);
        assertThat(tally.why()).isEqualTo("no answer");
        assertThat(watch.stop()).as("nothing is asked any more").isEqualTo(tally);
    }

    @Test
    void anInstanceAnswersOverHttp() throws IOException {
        var server = DemoInstance.serve("web-1", 0);
        try {
            var client =
                    new HttpClient(new Address("127.0.0.1", server.getAddress().getPort()));
            var reply = client.send("GET", "/", Map.of(), new byte[0], Duration.ofSeconds(5));
            assertThat(reply.text()).isEqualTo("hello from web-1\n");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void portsAreDifferentAndFree() throws IOException {
        var ports = DemoPorts.free(7);
        assertThat(ports).doesNotHaveDuplicates().hasSize(7);
        try (var socket = new DatagramSocket(ports.getFirst(), InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
        }
    }

    @Test
    void awaitingEndsWhenItHoldsOrTheTimeIsUp() {
        var tries = new AtomicInteger();
        Demo.await("it holds", Duration.ofSeconds(5), () -> {
            if (tries.incrementAndGet() < 3) {
                throw new IOException("not yet");
            }
            return true;
        });
        assertThat(tries).hasValue(3);
        assertThatThrownBy(() -> Demo.await("it holds", Duration.ofMillis(20), () -> {
                    throw new IOException("no answer");
                }))
                .hasMessage("it did not come about in 20 ms that it holds: no answer.");
    }

    @Test
    void aDnsAnswerIsAskedForAndRead() throws Exception {
        // id 0, QR AA RD, 1 question, 2 answers; web.service.consul SRV; 1 1 7002 and 1 1 7001 to a.node.consul
        var answer = HexFormat.of()
                .parseHex("000085800001000200000000" + "03776562077365727669636506636f6e73756c0000210001"
                        + "c00c002100010000000000150001" + "00011b5a0161046e6f646506636f6e73756c00"
                        + "c00c0021000100000000000a0001" + "00011b590161c038");
        try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var thread = Thread.ofVirtual().start(() -> {
                try {
                    var question = new DatagramPacket(new byte[512], 512);
                    server.receive(question);
                    var reply = answer.clone();
                    System.arraycopy(question.getData(), 0, reply, 0, 2);
                    server.send(new DatagramPacket(reply, reply.length, question.getSocketAddress()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(DnsQuery.ask(server.getLocalPort(), "web.service.consul", DnsQuery.SRV))
                    .containsExactly("1 1 7001 a.node.consul.", "1 1 7002 a.node.consul.");
            thread.join();
        }
    }

    @Test
    void aDnsAnswerToAnotherQuestionIsRefused() {
        assertThatThrownBy(() -> DnsQuery.records(ByteBuffer.wrap(new byte[12]), 7))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theQuestionIsOneOfRfc1035() throws IOException {
        assertThat(HexFormat.of().formatHex(DnsQuery.question(0x1234, "web.consul", DnsQuery.A)))
                .isEqualTo("123401000001000000000000" + "0377656206636f6e73756c00" + "00010001");
    }
}
