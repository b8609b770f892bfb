package engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import engine.kv.ClientId;
import engine.kv.Command;
import engine.kv.Operation;
import engine.kv.Origin;
import engine.kv.Outcome;
import engine.kv.Retries;
import engine.kv.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Origin ORIGIN = new Origin("me");
    private static final Outcome DONE = new Outcome.Done(true, 1);
    private static final Optional<Leader> FIRST = Optional.of(new Leader(1, "a"));
    private static final Optional<Leader> SECOND = Optional.of(new Leader(2, "b"));
    private int identities;
    private final Outbox outbox = new Outbox(() -> new ClientId(0, "c" + ++identities), 0);

    private CompletableFuture<Outcome> submit(long now, long deadline, int size) {
        var answer = new CompletableFuture<Outcome>();
        var put = new Operation.Put("k", ByteString.fromArray(new byte[size]), 0);
        outbox.submit(put, ORIGIN, Optional.empty(), now, deadline, answer);
        return answer;
    }

    private static List<Command> commands(List<Outbox.Frame> frames) {
        return frames.stream().flatMap(frame -> frame.commands().stream()).toList();
    }

    private static ProposalException.Reason reason(CompletableFuture<Outcome> answer) {
        return ((ProposalException) answer.exceptionNow()).reason();
    }

    @Test
    void nothingIsSentWithoutALeaderAndAllOfItToTheFirst() {
        submit(0, 10_000, 1);
        submit(0, 10_000, 1);
        assertThat(outbox.due(Optional.empty(), 1)).isEmpty();
        assertThat(commands(outbox.due(FIRST, 2))).extracting(Command::sequence).containsExactly(1L, 2L);
        assertThat(outbox.due(FIRST, 3)).isEmpty();
    }

    @Test
    void anotherLeaderGetsWhatHasNoOutcome() {
        submit(0, 10_000, 1);
        submit(0, 10_000, 1);
        var sent = commands(outbox.due(FIRST, 2));
        outbox.applied(CommandId.of(sent.getFirst()), DONE);
        var again = commands(outbox.due(SECOND, 3));
        assertThat(again).extracting(Command::sequence).containsExactly(2L);
        assertThat(again.getFirst().done()).isEqualTo(1);
    }

    @Test
    void whatMayBeLostIsSentAgain() {
        submit(0, 10_000, 1);
        outbox.due(FIRST, 0);
        outbox.tick(Outbox.AGAIN - 1);
        assertThat(outbox.due(FIRST, Outbox.AGAIN - 1)).isEmpty();
        outbox.tick(Outbox.AGAIN);
        assertThat(commands(outbox.due(FIRST, Outbox.AGAIN))).hasSize(1);
    }

    @Test
    void whatWasRefusedIsSentAgainAfterAMoment() {
        submit(0, 10_000, 1);
        var frame = outbox.due(FIRST, 0).getFirst();
        outbox.refused(frame.number(), List.of(CommandId.of(frame.commands().getFirst())), 5);
        assertThat(outbox.due(FIRST, 6)).isEmpty();
        assertThat(commands(outbox.due(FIRST, 5 + Outbox.PAUSE))).hasSize(1);
    }

    @Test
    void messagesAreBounded() {
        for (var i = 0; i < 600; i++) {
            submit(0, 10_000, 1);
        }
        submit(0, 10_000, 200 << 10);
        submit(0, 10_000, 200 << 10);
        submit(0, 10_000, 512 << 10);
        var frames = outbox.due(FIRST, 0);
        assertThat(frames).extracting(frame -> frame.commands().size()).containsExactly(256, 256, 89, 1, 1);
        assertThat(frames)
                .extracting(Outbox.Frame::number)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void nothingWasWrittenOnlyWhenThatIsCertain() {
        var never = submit(0, 100, 1);
        outbox.tick(100);
        assertThat(reason(never)).isEqualTo(ProposalException.Reason.NO_QUORUM);

        var sent = submit(100, 200, 1);
        outbox.due(FIRST, 100);
        outbox.tick(200);
        assertThat(reason(sent)).isEqualTo(ProposalException.Reason.UNKNOWN_OUTCOME);

        var refused = submit(200, 300, 1);
        var frame = outbox.due(FIRST, 200).getFirst();
        outbox.refused(frame.number(), List.of(CommandId.of(frame.commands().getFirst())), 210);
        outbox.tick(300);
        assertThat(reason(refused)).isEqualTo(ProposalException.Reason.NO_QUORUM);

        var twice = submit(300, 4_000, 1);
        var one = outbox.due(FIRST, 300).getFirst();
        outbox.tick(300 + Outbox.AGAIN);
        var other = outbox.due(FIRST, 300 + Outbox.AGAIN).getFirst();
        outbox.refused(other.number(), List.of(CommandId.of(one.commands().getFirst())), 2_000);
        outbox.tick(4_000);
        assertThat(reason(twice)).isEqualTo(ProposalException.Reason.UNKNOWN_OUTCOME);
    }

    @Test
    void withoutALeaderForLongNobodyWaitsForTheDeadline() {
        outbox.due(FIRST, 0);
        outbox.due(Optional.empty(), 1_000);
        var early = submit(900, 60_000, 1);
        var late = submit(4_000, 60_000, 1);
        outbox.tick(1_000 + Outbox.LEADERLESS - 1);
        assertThat(early).isNotDone();
        outbox.tick(1_000 + Outbox.LEADERLESS);
        assertThat(reason(early)).isEqualTo(ProposalException.Reason.NO_QUORUM);
        assertThat(late).isNotDone();
    }

    @Test
    void moreThanCanWaitIsRefusedAtOnce() {
        for (var i = 0; i < Outbox.MOST; i++) {
            submit(0, 10_000, 1);
        }
        assertThat(reason(submit(0, 10_000, 1))).isEqualTo(ProposalException.Reason.TOO_BUSY);
        assertThat(submit(0, 10_000, Outbox.LARGEST).join()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void oneWhoseFirstDoesNotEndGetsAnotherIdentity() {
        submit(0, 10_000, 1);
        var all = new ArrayList<Command>(commands(outbox.due(FIRST, 0)));
        for (var i = 0; i < Retries.OUTCOMES * 3 / 4; i++) {
            submit(0, 10_000, 1);
            var sent = commands(outbox.due(FIRST, 0)).getFirst();
            outbox.applied(CommandId.of(sent), DONE);
            all.add(sent);
        }
        assertThat(all.stream().map(Command::client).distinct()).hasSize(2);
        assertThat(all.stream().map(CommandId::of).distinct()).hasSize(all.size());
    }

    @Test
    void whoIsForgottenTriesAgainAsAnotherUnlessItMayHaveBeenDone() {
        var answer = submit(0, 10_000, 1);
        var first = commands(outbox.due(FIRST, 0)).getFirst();
        outbox.applied(CommandId.of(first), new Outcome.Forgotten());
        var second = commands(outbox.due(FIRST, 1)).getFirst();
        assertThat(second.client()).isNotEqualTo(first.client());
        outbox.restored(State.empty());
        outbox.applied(CommandId.of(second), new Outcome.Forgotten());
        assertThat(reason(answer)).isEqualTo(ProposalException.Reason.UNKNOWN_OUTCOME);
    }

    @Test
    void aRequestThatIsAskedTwiceIsOne() {
        var id = Optional.of(new RequestId(new ClientId(3, "agent"), 5, 4));
        var put = new Operation.Put("k", ByteString.emptyByteString(), 0);
        var one = new CompletableFuture<Outcome>();
        var two = new CompletableFuture<Outcome>();
        outbox.submit(put, ORIGIN, id, 0, 1_000, one);
        outbox.submit(put, ORIGIN, id, 0, 1_000, two);
        var sent = commands(outbox.due(FIRST, 0));
        assertThat(sent).containsExactly(new Command(new ClientId(3, "agent"), 5, 4, ORIGIN, put));
        outbox.applied(CommandId.of(sent.getFirst()), DONE);
        assertThat(one).isCompletedWithValue(DONE);
        assertThat(two).isCompletedWithValue(DONE);
        assertThat(outbox.isEmpty()).isTrue();
    }
}
