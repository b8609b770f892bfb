package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EventProgressTest {
    private static final Fields ANSWER = Fields.of(Json.parse("""
            {"Receipts":[{"Node":"a","Triggers":2},{"Node":"b","Triggers":1},{"Node":"c","Triggers":0}],
             "Runs":[{"Node":"a","Trigger":"t","Status":"succeeded"},{"Node":"a","Trigger":"u","Status":"queued"},
                     {"Node":"b","Trigger":"t","Status":"failed"}],
             "Waiting":["d","e"]}"""));

    @Test
    void aNodeIsDoneWhenAllThatItAnnouncedIsOver() {
        var progress = EventProgress.of(ANSWER, Set.of());
        assertThat(progress.done()).containsExactlyInAnyOrder("b", "c");
        assertThat(progress.total()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        assertThat(progress.open())
                .containsExactly(
                        List.of("a", "u", "queued"),
                        List.of("d", "-", "no word yet"),
                        List.of("e", "-", "no word yet"));
        assertThat(progress.isOver()).isFalse();
    }

    @Test
    void whereNodesAreExpectedTheOthersDoNotCountUnlessTheyRunSomething() {
        var progress = EventProgress.of(ANSWER, Set.of("b", "d"));
        assertThat(progress.total()).containsExactlyInAnyOrder("a", "b", "d");
        assertThat(progress.done()).containsExactly("b");
        assertThat(EventProgress.of(Fields.of(Json.parse("""
                {"Receipts":[{"Node":"b","Triggers":1}],"Runs":[{"Node":"b","Status":"failed"}],"Waiting":["x"]}""")), Set.of("b")).isOver())
                .isTrue();
    }

    @Test
    void aRunThatWasAnnouncedAndIsNotThereYetIsNotDone() {
        var early = Fields.of(Json.parse("{\"Receipts\":[{\"Node\":\"a\",\"Triggers\":1}],\"Runs\":[]}"));
        assertThat(EventProgress.of(early, Set.of()).done()).isEmpty();
    }
}
