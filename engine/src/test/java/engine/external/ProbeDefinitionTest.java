package engine.external;

import static org.assertj.core.api.Assertions.assertThat;

import engine.checks.CheckDefinition;
import engine.checks.CheckSpec;
import engine.checks.Policy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeDefinitionTest {

    private static ProbeDefinition of(String definition, boolean scripts) {
        return ProbeDefinition.of(Externals.check("c", "passing", definition, 7), Externals.DEFINITIONS, scripts);
    }

    private static CheckDefinition runs(String definition) {
        return ((ProbeDefinition.Runs) of(definition, true)).check();
    }

    @Test
    void whatConsulHasAndWhatOnlyIsHereIsRead() {
        var check =
                runs("{\"Interval\":10000000000,\"Timeout\":2000000000,\"DeregisterCriticalServiceAfter\":60000000000,"
                        + "\"HTTP\":\"http://10.0.0.9/\",\"Header\":{\"X\":[\"y\"]},\"ExpectStatus\":[200],"
                        + "\"FailuresBeforeCritical\":3}");
        assertThat(check.spec()).isInstanceOf(CheckSpec.Http.class);
        assertThat(check.interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(check.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(check.policy()).isEqualTo(new Policy(1, 3, 3));
        assertThat(check.deregisterCriticalServiceAfter()).isEmpty();
    }

    @Test
    void theFirstRunIsSoonAndTheSameEachTime() {
        var delay = runs("{\"TCP\":\"10.0.0.9:80\",\"Interval\":3600000000000}")
                .options()
                .initialDelay();
        assertThat(delay)
                .isEqualTo(runs("{\"TCP\":\"10.0.0.9:80\",\"Interval\":3600000000000}")
                        .options()
                        .initialDelay());
        assertThat(delay.orElseThrow()).isBetween(Duration.ZERO, ProbeDefinition.LONGEST_DELAY);
        assertThat(runs("{\"TCP\":\"10.0.0.9:80\",\"Interval\":1}")
                        .options()
                        .initialDelay()
                        .orElseThrow())
                .isBetween(Duration.ZERO, Duration.ofSeconds(1));
    }

    @Test
    void timesHaveDefaultsAndBounds() {
        var check = runs("{\"TCP\":\"10.0.0.9:80\",\"Timeout\":86400000000000}");
        assertThat(check.interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(check.timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(runs("{\"TCP\":\"10.0.0.9:80\",\"Interval\":5}").interval()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aNodeIsPinged() {
        var definition = ProbeDefinition.of(Externals.reachability("", 0), Externals.DEFINITIONS, false);
        assertThat(((ProbeDefinition.Runs) definition).check().spec()).isEqualTo(new CheckSpec.Ping("10.0.0.9"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ScriptArgs\":[\"/bin/true\"]} | needs external-checks.scripts = true",
                "{\"script\":\"true\"} | needs external-checks.scripts = true",
                "{\"TTL\":10000000000} | told its status",
                "{\"AliasNode\":\"n\"} | an alias check needs an agent",
                "{\"AllOf\":[\"a\"]} | an all-of check needs an agent",
                "{\"DockerContainerID\":\"abc\",\"ScriptArgs\":[\"/bin/true\"]} | about the machine that it runs on",
                "{\"process\":\"cupsd\"} | about the machine that it runs on",
                "{\"OsService\":\"cups\"} | about the machine that it runs on",
                "{\"disk\":\"/\",\"critical\":\"90%\"} | about the machine that it runs on",
                "{\"TCP\":\"unix:///run/x\"} | about the machine that it runs on",
                "{\"TCP\":\"10.0.0.9:80\",\"DependsOn\":[\"a\"]} | depends-on",
                "{\"HTTP\":\"nonsense\"} | this Definition cannot be run: ",
                "{\"TCP\":\"10.0.0.9:80\",\"tcp-use-tls\":true,\"tls-ca-file\":\"/etc/passwd\"} | tls-ca-file names a file of the machine that probes",
                "{\"ExpectStatus\":[200]} | this Definition cannot be run: "
            })
    void whatMakesNoSenseForAnotherMachineOrIsNotAllowedIsRefusedWithASentence(String definition, String sentence) {
        assertThat(((ProbeDefinition.Refused) of(definition, false)).sentence()).contains(sentence);
    }

    @Test
    void aScriptRunsWhereItIsAllowed() {
        assertThat(runs("{\"ScriptArgs\":[\"/bin/true\",\"x\"]}").spec()).isInstanceOf(CheckSpec.Script.class);
    }
}
