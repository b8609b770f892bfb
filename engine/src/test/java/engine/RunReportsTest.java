package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.events.Event;
import engine.events.Receipt;
import engine.events.Run;
import engine.state.Key;
import engine.state.Op;
import engine.state.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class RunReportsTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
    private static final ManualTime TIME = ManualTime.get(KIT.system());

    private record Write(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {
        void done() {
            replyTo.tell(StatusReply.success(true));
        }

        void failed() {
            replyTo.tell(StatusReply.error("no server"));
        }
    }

    private final TestProbe<Write> state = KIT.createTestProbe();
    private final EventLedger ledger = new EventLedger(new FakeDisk(), Instant.EPOCH);
    private final ActorRef<RunReports.Command> reports =
            KIT.spawn(RunReports.create((ops, replyTo) -> state.ref().tell(new Write(ops, replyTo)), ledger));
    private final RunReports.Log log = new RunReports.Log(ledger, reports);

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private static final Event EVENT =
            new Event("e1", "deploy", ByteString.emptyByteString(), "", "", "", 1, Instant.EPOCH, "n2");

    private static Run run(Run.Status status) {
        return new Run(
                "e1",
                "n1",
                "t",
                status,
                OptionalInt.empty(),
                "out",
                "",
                Instant.EPOCH,
                Optional.empty(),
                status.ended() ? Optional.of(Instant.EPOCH) : Optional.empty(),
                1,
                0);
    }

    private Write write() {
        TIME.timePasses(Duration.ofMillis(26));
        return state.receiveMessage();
    }

    private static List<String> texts(Write write) {
        return write.ops().stream()
                .map(op -> switch (((Op.Put) op).value()) {
                    case Value.Receipt receipt -> receipt.eventId() + " " + receipt.triggers();
                    case Value.Run run -> run.trigger() + " " + run.status();
                    default -> throw new AssertionError(op);
                })
                .toList();
    }

    @Test
    void whatIsDoneIsInTheLedgerAtOnceAndReportedOneWriteAfterAnother() {
        assertThat(log.knows("e1")).isFalse();
        assertThat(log.received(EVENT, new Receipt("e1", "n1", 1, ""), List.of(run(Run.Status.QUEUED))))
                .isCompleted();
        assertThat(log.knows("e1")).isTrue();
        var first = write();
        assertThat(texts(first)).containsExactly("e1 1", "t queued");
        log.record(run(Run.Status.RUNNING));
        log.record(run(Run.Status.TIMED_OUT));
        TIME.expectNoMessageFor(Duration.ofMillis(200), state);
        first.done();
        var second = write();
        assertThat(texts(second)).describedAs("only the latest counts").containsExactly("t timed-out");
        assertThat(ledger.resume(Instant.EPOCH)).hasSize(1);
        second.done();
        var drained = KIT.<Done>createTestProbe();
        reports.tell(new RunReports.Drain(drained.ref()));
        drained.expectMessage(Done.getInstance());
        assertThat(ledger.resume(Instant.EPOCH)).isEmpty();
    }

    @Test
    void aRunThatIsSoonOverIsReportedOnce() {
        log.received(EVENT, new Receipt("e1", "n1", 1, ""), List.of(run(Run.Status.QUEUED)));
        log.record(run(Run.Status.RUNNING));
        TIME.expectNoMessageFor(Duration.ofMillis(20), state);
        log.record(run(Run.Status.SUCCEEDED));
        assertThat(texts(write())).containsExactly("e1 1", "t succeeded");
    }

    @Test
    void aWriteThatFailedOrWasNotAnsweredIsDoneAgain() {
        log.record(run(Run.Status.SUCCEEDED));
        write().failed();
        TIME.expectNoMessageFor(Duration.ofMillis(4_900), state);
        TIME.timePasses(Duration.ofMillis(200));
        var unanswered = write();
        TIME.timePasses(Duration.ofSeconds(31));
        TIME.timePasses(Duration.ofSeconds(6));
        var again = write();
        unanswered.failed();
        again.done();
        log.record(run(Run.Status.FAILED));
        assertThat(texts(write())).containsExactly("t failed");
    }

    @Test
    void aServerThatIsThereAgainIsToldAtOnce() {
        log.record(run(Run.Status.SUCCEEDED));
        write().failed();
        log.record(run(Run.Status.FAILED));
        state.expectNoMessage(Duration.ofMillis(20));
        reports.tell(RunReports.Again.INSTANCE);
        var lost = write();
        reports.tell(RunReports.Again.INSTANCE);
        assertThat(texts(write())).isEqualTo(texts(lost));
    }

    @Test
    void anEndWaitsForTheLastTryAlone() {
        var drained = KIT.<Done>createTestProbe();
        log.record(run(Run.Status.SUCCEEDED));
        var write = write();
        reports.tell(new RunReports.Drain(drained.ref()));
        drained.expectNoMessage(Duration.ofMillis(20));
        write.failed();
        drained.expectMessage(Done.getInstance());
    }

    @Test
    void manyReportsGoOutInPieces() {
        reports.tell(new RunReports.Report(java.util.stream.IntStream.range(0, 300)
                .mapToObj(i -> new Op.Put(new Key.Receipt("e" + i, "n1"), new Value.Receipt("e" + i, "n1", 0, "")))
                .toList()));
        var first = write();
        assertThat(first.ops()).hasSize(256);
        first.done();
        assertThat(write().ops()).hasSize(44);
    }
}
