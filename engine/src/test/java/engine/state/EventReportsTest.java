package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class EventReportsTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
    private static final ManualTime TIME = ManualTime.get(KIT.system());

    private final TestProbe<Store.Command> store = KIT.createTestProbe();
    private final ActorRef<EventReports.Command> reports = KIT.spawn(EventReports.create(store.ref()));

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private static Op receipt(String event, String node) {
        return new Op.Put(new Key.Receipt(event, node), new Value.Receipt(event, node, 0, "no trigger"));
    }

    private static Op run(String event, String node) {
        return new Op.Put(
                new Key.Run(event, node, "t"),
                new Value.Run(
                        event,
                        node,
                        "t",
                        "queued",
                        false,
                        OptionalInt.empty(),
                        "",
                        "",
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty()));
    }

    private TestProbe<StatusReply<Boolean>> report(Op... ops) {
        var asker = KIT.<StatusReply<Boolean>>createTestProbe();
        reports.tell(new EventReports.Report(List.of(ops), asker.ref()));
        return asker;
    }

    private Store.Write written() {
        return store.expectMessageClass(Store.Write.class);
    }

    private static List<String> told(Store.Write write) {
        return write.ops().stream()
                .map(op -> (Value.Receipts) ((Op.Put) op).value())
                .flatMap(batch -> batch.receipts().stream())
                .map(receipt -> receipt.eventId() + " " + receipt.node())
                .toList();
    }

    @Test
    void receiptsOfAMomentAreOneEntryAndAllAreAnswered() {
        var one = report(receipt("e2", "n1"), receipt("e1", "n1"));
        var other = report(receipt("e1", "n2"));
        store.expectNoMessage();
        TIME.timePasses(Duration.ofMillis(11));
        var write = written();
        assertThat(write.ops()).hasSize(1);
        assertThat(write.ops().getFirst().key()).isInstanceOf(Key.Receipts.class);
        assertThat(told(write)).containsExactly("e1 n1", "e1 n2", "e2 n1");
        one.expectNoMessage();
        write.replyTo().tell(StatusReply.success(true));
        assertThat(one.receiveMessage().getValue()).isTrue();
        assertThat(other.receiveMessage().getValue()).isTrue();
    }

    @Test
    void runsOfAMomentAreInTheSameWriteInTheOrderInWhichTheyCame() {
        var one = report(receipt("e1", "n1"), run("e1", "n1"));
        var other = report(run("e1", "n2"));
        TIME.timePasses(Duration.ofMillis(11));
        var write = written();
        assertThat(write.ops()).hasSize(3).startsWith(run("e1", "n1"), run("e1", "n2"));
        assertThat(write.ops().getLast().key()).isInstanceOf(Key.Receipts.class);
        write.replyTo().tell(StatusReply.success(true));
        assertThat(one.receiveMessage().getValue()).isTrue();
        assertThat(other.receiveMessage().getValue()).isTrue();

        report(run("e2", "n1"));
        TIME.timePasses(Duration.ofMillis(11));
        assertThat(written().ops()).containsExactly(run("e2", "n1"));
    }

    @Test
    void whatFailsIsToldToAllThatWait() {
        var one = report(receipt("e1", "n1"));
        var other = report(receipt("e1", "n2"));
        TIME.timePasses(Duration.ofMillis(11));
        written().replyTo().tell(StatusReply.error("disk"));
        assertThat(one.receiveMessage().getError().getMessage()).isEqualTo("disk");
        assertThat(other.receiveMessage().isError()).isTrue();
    }

    @Test
    void manyReceiptsDoNotWaitAndAreSeveralEntries() {
        report(IntStream.range(0, 1500).mapToObj(i -> receipt("e" + i, "n1")).toArray(Op[]::new));
        var write = written();
        assertThat(write.ops()).hasSize(2);
        assertThat(told(write)).hasSize(1500);
    }

    @Test
    void onlyPutsWithAReceiptOrARunAreTaken() {
        var event = new Value.Event("e1", "deploy", ByteString.emptyByteString(), "", "", "", 1, Instant.EPOCH, "n1");
        var fired = new Op.Put(new Key.Event("e1"), event);
        assertThat(EventReports.takes(List.of(fired, receipt("e1", "n1")))).isTrue();
        assertThat(EventReports.takes(List.of(fired))).isFalse();
        assertThat(EventReports.takes(List.of(run("e1", "n1")))).isTrue();
        assertThat(EventReports.takes(List.of())).isFalse();
        assertThat(EventReports.takes(List.of(receipt("e1", "n1"), new Op.Delete(new Key.Kv("k")))))
                .isFalse();
    }
}
