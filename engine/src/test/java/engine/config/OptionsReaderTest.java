package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.checks.CheckDefinition;
import engine.checks.CheckOptions;
import engine.checks.CheckSpec;
import engine.checks.ExitCodes;
import engine.checks.FlapPolicy;
import engine.checks.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsReaderTest {
    private static final List<String> WARNED = new ArrayList<>();
    private static final Definitions FILES =
            Definitions.ofFiles(4096, Duration.ofSeconds(30), (_, sentence) -> WARNED.add(sentence));
    private static final Definitions BODIES = Definitions.ofBodies(
            Configuration.load(new Sources(List.of(), Map.of(), true, "")).settings());

    private static CheckDefinition script(Map<String, Object> more) {
        var all = new HashMap<String, Object>(Map.of("name", "c", "args", List.of("x"), "interval", "10s"));
        all.putAll(more);
        return FILES.check(all);
    }

    @Test
    void aCheckOfConsulHasNone() {
        assertThat(script(Map.of()).options()).isEqualTo(CheckOptions.NONE);
        assertThat(BODIES.check(Map.of("Name", "c", "TTL", "10s")).options()).isEqualTo(CheckOptions.NONE);
    }

    @Test
    void aCheckThatIsOnlyShownSaysSo() {
        assertThat(script(Map.of("routing", false)).options().routing()).isFalse();
        assertThat(script(Map.of("routing", true)).options().routing()).isTrue();
        assertThat(BODIES.check(Map.of("Name", "c", "TTL", "10s", "Routing", false))
                        .options()
                        .routing())
                .isFalse();
        assertThatThrownBy(() -> script(Map.of("routing", false, "deregister-critical-service-after", "1h")))
                .hasMessageContaining("leave out deregister-critical-service-after");
    }

    @Test
    void aServiceNamesTheChecksOfItsNodeThatCount() {
        assertThat(FILES.service(Map.of("name", "web")).nodeChecks()).isEmpty();
        assertThat(FILES.service(Map.of("name", "web", "node-checks", List.of()))
                        .nodeChecks())
                .contains(List.of());
        assertThat(BODIES.service(Map.of("Name", "web", "NodeChecks", List.of("disk")))
                        .nodeChecks())
                .contains(List.of("disk"));
        assertThatThrownBy(() -> BODIES.service(Map.of("Name", "web", "NodeChecks", Collections.nCopies(65, "x"))))
                .hasMessageContaining("at most 64");
    }

    @Test
    void allOfThemAreRead() {
        assertThat(script(Map.of(
                                "jitter", "2s",
                                "initial-delay", "0s",
                                "exit-codes", Map.of("passing", List.of(0, 3), "warning", 1),
                                "flap-changes", 5,
                                "flap-window", "1h",
                                "flap-status", "critical",
                                "depends-on", List.of("gateway"),
                                "on-fail", "restart it"))
                        .options())
                .isEqualTo(new CheckOptions(
                        Duration.ofSeconds(2),
                        Optional.of(Duration.ZERO),
                        new ExitCodes(Set.of(0, 3), Set.of(1)),
                        Optional.of(new FlapPolicy(5, Duration.ofHours(1), Status.CRITICAL)),
                        List.of("gateway"),
                        "restart it",
                        true));
        assertThat(BODIES.check(Map.of("Name", "c", "TTL", "10s", "FlapChanges", 4, "OnFail", "call"))
                        .options()
                        .flapping())
                .contains(new FlapPolicy(4, Duration.ofMinutes(10), Status.WARNING));
    }

    @Test
    void combinationsAreAKindOfTheirOwn() {
        assertThat(FILES.check(Map.of("name", "c", "any-of", List.of("a", "b"))).spec())
                .isEqualTo(new CheckSpec.Combined(false, List.of("a", "b")));
        assertThat(BODIES.check(Map.of("Name", "c", "AllOf", List.of("a"))).spec())
                .isEqualTo(new CheckSpec.Combined(true, List.of("a")));
        assertThatThrownBy(() -> FILES.check(Map.of("name", "c", "all-of", List.of("a"), "ttl", "1m")))
                .hasMessage("Invalid check: a check with all-of has no other kind; write one check for each");
        assertThatThrownBy(() -> FILES.check(Map.of("name", "c", "all-of", List.of("a"), "any-of", List.of("b"))))
                .isInstanceOf(DefinitionException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jitter | 6s | jitter must be between 0 and half of the interval",
                "initial-delay | 25h | initial-delay must be between 0s and 24h",
                "flap-changes | 1 | flap-changes must be between 2 and 100, was 1",
                "flap-window | 1h | flap-window has no effect without flap-changes",
                "flap-status | warning | flap-status has no effect without flap-changes"
            })
    void whatMakesNoSenseIsRefused(String key, String value, String sentence) {
        assertThatThrownBy(() -> script(Map.of(key, value)))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("Invalid check: " + sentence);
    }

    @Test
    void whatBelongsToAnotherKindIsRefused() {
        assertThatThrownBy(() -> FILES.check(Map.of("name", "c", "ttl", "1m", "exit-codes", Map.of("passing", 0))))
                .hasMessage("Invalid check: exit-codes are those of a script: args or script");
        assertThatThrownBy(() -> FILES.check(Map.of("name", "c", "ttl", "1m", "initial-delay", "1s")))
                .hasMessage("Invalid check: initial-delay is for checks with an interval");
        assertThatThrownBy(() -> script(Map.of("exit-codes", Map.of("bad", 2))))
                .hasMessageContaining("it has no 'bad'");
        assertThatThrownBy(() -> script(Map.of("exit-codes", Map.of("warning", "two"))))
                .hasMessageContaining("exit-codes must be made of whole numbers");
        assertThatThrownBy(() -> script(Map.of("exit-codes", Map.of("warning", 0))))
                .hasMessageContaining("the exit code 0 is both passing and warning");
    }

    @Test
    void aTimeoutBeyondTheIntervalIsWarnedOf() {
        WARNED.clear();
        script(Map.of("timeout", "10s"));
        script(Map.of());
        assertThat(WARNED).isEmpty();
        script(Map.of("timeout", "11s"));
        assertThat(WARNED).hasSize(1).allMatch(sentence -> sentence.startsWith("timeout is longer than interval"));
    }
}
