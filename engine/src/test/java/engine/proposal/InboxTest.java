package engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import engine.kv.ClientId;
import engine.kv.Command;
import engine.kv.Operation;
import engine.kv.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Inbox inbox = new Inbox();
    private long sequence;

    private Command command(int size) {
        return new Command(
                new ClientId(0, "c"),
                ++sequence,
                0,
                new Origin("me"),
                new Operation.Put("k", ByteString.fromArray(new byte[size]), 0));
    }

    private static Wire.Propose frame(long number, long term, Command... commands) {
        return new Wire.Propose("a", "process", number, term, List.of(commands));
    }

    private static List<Inbox.Refusal> refusal(long frame, Command... commands) {
        var ids = List.of(commands).stream().map(CommandId::of).toList();
        return List.of(new Inbox.Refusal("a", new Wire.Refused("process", frame, ids)));
    }

    @Test
    void whoDoesNotLeadInThatTermRefuses() {
        var one = command(1);
        assertThat(inbox.take(frame(1, 4, one))).isEqualTo(refusal(1, one));
        inbox.lead(4);
        assertThat(inbox.take(frame(2, 3, one))).isEqualTo(refusal(2, one));
        assertThat(inbox.take(frame(3, 4, one))).isEmpty();
    }

    @Test
    void aMessageThatWasRefusedDoesNotComeThroughLater() {
        var one = command(1);
        assertThat(inbox.take(frame(1, 4, one))).isEqualTo(refusal(1, one));
        inbox.lead(4);
        assertThat(inbox.take(frame(1, 4, one))).isEmpty();
        assertThat(inbox.next()).isEmpty();
    }

    @Test
    void whatIsOnItsWayIsNotTakenAgainAndAllWhoSentItAreTold() {
        inbox.lead(1);
        var one = command(1);
        inbox.take(frame(1, 1, one));
        var entry = inbox.next().orElseThrow();
        inbox.take(frame(2, 1, one));
        assertThat(inbox.next()).isEmpty();
        assertThat(inbox.refused(entry.number()))
                .containsExactlyInAnyOrderElementsOf(IntStream.of(1, 2)
                        .boxed()
                        .flatMap(n -> refusal(n, one).stream())
                        .toList());
        inbox.take(frame(3, 1, one));
        assertThat(inbox.next()).isPresent();
    }

    @Test
    void whoLeadsNoMoreRefusesWhatIsNotInTheLog() {
        inbox.lead(1);
        var one = command(1);
        var two = command(1);
        inbox.take(frame(1, 1, one));
        var entry = inbox.next().orElseThrow();
        inbox.take(frame(2, 1, two));
        assertThat(inbox.follow()).isEqualTo(refusal(2, two));
        inbox.over(entry.number());
        assertThat(inbox.refused(entry.number())).isEmpty();
    }

    @Test
    void entriesAreBoundedInSizeAndNumber() {
        inbox.lead(1);
        var many = IntStream.range(0, 300).mapToObj(_ -> command(1)).toArray(Command[]::new);
        inbox.take(frame(1, 1, many));
        inbox.take(frame(2, 1, command(200 << 10), command(200 << 10), command(512 << 10), command(1)));
        var sizes = new ArrayList<Integer>();
        for (var next = inbox.next(); next.isPresent(); next = inbox.next()) {
            sizes.add(next.get().commands().size());
        }
        assertThat(sizes).as("the last one waits for company").containsExactly(256, 45, 1, 1);
        inbox.take(
                frame(3, 1, IntStream.range(0, 2_000).mapToObj(_ -> command(1)).toArray(Command[]::new)));
        var entries = 0;
        while (inbox.next().isPresent()) {
            entries++;
        }
        assertThat(entries).isEqualTo(Inbox.ENTRIES - sizes.size());
        inbox.over(1);
        assertThat(inbox.next()).isPresent();
    }

    @Test
    void anEntryGoesBesideOthersWithAsManyCommandsAsTheyHave() {
        inbox.lead(1);
        inbox.take(frame(1, 1, command(1)));
        assertThat(inbox.next().orElseThrow().commands()).hasSize(1);
        inbox.take(frame(2, 1, command(1)));
        assertThat(inbox.next().orElseThrow().commands()).as("as many").hasSize(1);
        inbox.take(frame(3, 1, command(1)));
        assertThat(inbox.next()).as("fewer than two").isEmpty();
        inbox.take(frame(4, 1, command(1)));
        assertThat(inbox.next().orElseThrow().commands()).hasSize(2);
        inbox.take(frame(5, 1, command(1)));
        inbox.over(1);
        inbox.over(2);
        assertThat(inbox.next()).as("two are still on their way").isEmpty();
        inbox.over(3);
        assertThat(inbox.next().orElseThrow().commands()).as("nothing is").hasSize(1);
    }

    @Test
    void moreThanCanWaitIsRefused() {
        inbox.lead(1);
        for (var i = 1; i <= 5; i++) {
            var some =
                    IntStream.range(0, Inbox.MOST / 4).mapToObj(_ -> command(1)).toArray(Command[]::new);
            var refused = inbox.take(frame(i, 1, some));
            assertThat(refused).hasSize(i == 5 ? 1 : 0);
        }
    }
}
