package engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With a signal that nobody heeds when it is not taken. */
final class SignalsTest {
    private static final String NAME = "URG";

    @Test
    void aSignalIsTakenAndGivenBackByWhoTookItInBetween() throws Exception {
        var first = new CompletableFuture<String>();
        assertThat(Signals.handle(NAME, () -> first.complete("first"))).isTrue();
        Signals.keep(NAME, () -> Signals.handle(NAME, () -> first.complete("the one in between")));
        raise();
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("first");
    }

    @Test
    void aSignalThatIsNoneIsNotTaken() {
        assertThat(Signals.handle("NONE", () -> {})).isFalse();
    }

    private static void raise() throws Exception {
        var kill = new ProcessBuilder(
                        "kill",
                        "-" + NAME,
                        Long.toString(ProcessHandle.current().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
