package engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import engine.proposal.Call.Absent;
import engine.proposal.Call.Acquire;
import engine.proposal.Call.Committed;
import engine.proposal.Call.Found;
import engine.proposal.Call.Get;
import engine.proposal.Call.Held;
import engine.proposal.Call.Put;
import engine.proposal.Call.RolledBack;
import engine.proposal.Call.Transaction;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoriesTest {

    @Test
    void whatWasWrittenIsReadAgain(@TempDir Path directory) {
        var both = new Transaction(List.of(new Put("k", "1"), new Get("l")));
        var history = List.of(
                new Call("a", 1, 2, new Put("k", "\"ü\n"), new Held(true)),
                new Call("a", 3, 4, new Get("k"), new Found("1", 7, "s", 2)),
                new Call("a", 3, 4, new Get("k"), new Absent()),
                new Call("b", 3, 4, both, new Committed(List.of(new Found("1", 7, "", 0)))),
                new Call("b", 5, 6, both, new RolledBack()),
                Call.unknown("c", 9, new Acquire("k", "1", "s")));
        var file = directory.resolve("history.jsonl");
        Histories.write(file, history);
        assertThat(Histories.read(file)).isEqualTo(history);
    }

    @Test
    void aLineIsAsItIsWrittenDown() {
        assertThat(Histories.line(new Call("c1", 17, 19, new Put("k", "v"), new Held(true))))
                .isEqualTo(
                        "{\"client\":\"c1\",\"invoked\":17,\"returned\":19,\"request\":{\"op\":\"put\",\"key\":\"k\",\"value\":\"v\"},"
                                + "\"answer\":{\"is\":\"done\",\"held\":true}}");
    }
}
