package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import engine.checks.Recorder.Changed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;

class ManyChecksTest {

    private static final int CHECKS = 500;

    @Test
    void fiveHundredTcpChecksNeedNoThreadsOfTheirOwn() throws Exception {
        var testKit = ActorTestKit.create();
        try (var server = new ServerSocket(0, CHECKS, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> accept(server));
            var recorder = new Recorder(testKit);
            var checks = testKit.spawn(Checks.create(new Checks.Ports(
                    new Scripts(), _ -> Definitions.UNKNOWN, recorder, new Random(1), InstantSource.system())));
            int before = Thread.activeCount();
            int most = before;

            var target = new CheckSpec.Tcp("127.0.0.1", server.getLocalPort());
            for (int n = 0; n < CHECKS; n++) {
                var id = "c" + n;
                checks.tell(new Checks.Put(
                        Definitions.of(id, target, Policy.IMMEDIATE), Definitions.UNKNOWN, Instant.now()));
                checks.tell(new Checks.RunNow(id));
            }
            var passed = new HashSet<String>();
            while (passed.size() < CHECKS) {
                var heard = (Changed) recorder.heard.receiveMessage(Duration.ofSeconds(10));
                assertThat(heard.status()).as(heard.output()).isEqualTo(Status.PASSING);
                passed.add(heard.checkId());
                most = Math.max(most, Thread.activeCount());
            }
            assertThat(passed)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, CHECKS).mapToObj(n -> "c" + n).toList());
            assertThat(most - before).as("threads added by %d checks", CHECKS).isLessThan(20);
        } finally {
            testKit.shutdownTestKit();
        }
    }

    private static void accept(ServerSocket server) {
        try {
            while (!server.isClosed()) {
                server.accept().close();
            }
        } catch (IOException _) {
            // The test has closed the server.
        }
    }
}
