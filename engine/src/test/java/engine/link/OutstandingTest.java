package engine.link;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Op;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.Test;

class OutstandingTest {
    private final Outstanding outstanding = new Outstanding("web1");
    private final TestInbox<StatusReply<Boolean>> answers = TestInbox.create();

    @Test
    void ofEachEntryAboutAnEventTheLatestIsKeptInTheOrderOfWriting() {
        outstanding.offline(
                List.of(Entries.run("web1", "e", "queued"), Entries.receipt("web1", "e")), answers.getRef());
        outstanding.offline(List.of(Entries.run("web1", "e", "running")), answers.getRef());
        assertThat(outstanding.kept())
                .containsExactly(Entries.receipt("web1", "e"), Entries.run("web1", "e", "running"));
    }

    @Test
    void beyondAThousandTheOldestAreDroppedAndCounted() {
        var ops = new ArrayList<Op>();
        for (var i = 0; i < Outstanding.MAX_KEPT + 7; i++) {
            ops.add(Entries.receipt("web1", "e" + i));
        }
        outstanding.offline(ops, answers.getRef());
        assertThat(outstanding.kept()).hasSize(Outstanding.MAX_KEPT).startsWith(Entries.receipt("web1", "e7"));
        assertThat(outstanding.dropped()).isEqualTo(7);
        assertThat(outstanding.dropped()).isZero();
    }

    @Test
    void whatWasWrittenAgainWhileItWasToldIsKept() {
        outstanding.offline(
                List.of(Entries.run("web1", "e", "running"), Entries.receipt("web1", "e")), answers.getRef());
        var told = outstanding.kept();
        outstanding.sent(2, List.of(Entries.run("web1", "e", "failed")), answers.getRef());
        outstanding.lost();
        outstanding.taken(told);
        assertThat(outstanding.kept()).containsExactly(Entries.run("web1", "e", "failed"));
    }

    @Test
    void writesOfALostServerAreAnsweredOnceAnotherHasEverything() {
        outstanding.sent(1, List.of(Entries.service("web1", "web")), answers.getRef());
        outstanding.lost();
        assertThat(answers.hasMessages()).isFalse();
        outstanding.settle();
        assertThat(answers.receiveMessage()).isEqualTo(StatusReply.success(true));
        outstanding.settle();
        assertThat(answers.hasMessages()).isFalse();
        assertThat(outstanding.done(1, true, "")).isFalse();
    }
}
