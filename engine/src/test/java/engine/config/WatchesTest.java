package engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchesTest {

    private static final String PROGRAM = "run = [\"/path/of/program\", \"argument\"] }";

    private static String warning(String watches) {
        var warnings = Watches.warnings(
                ConfigFactory.parseString("watches = " + watches).getValue("watches"));
        assertThat(warnings).hasSize(1);
        return warnings.getFirst().replaceFirst("^.*this watch is ignored: ", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    [{type = event, name = deploy}] | trigger.deploy { on { event = deploy },
                    {Type = event, Name = a_b-1}    | trigger.a_b-1 { on { event = a_b-1 },
                    [{type = event, name = "a b"}]  | trigger."a b" { on { event = "a b" },
                    [{type = event}]                | trigger.NAME { on { event = NAME },
                    """)
    void ofEventsAreShownAsTriggers(String watches, String trigger) {
        assertThat(warning(watches))
                .isEqualTo("write it as a trigger, which runs a program for an event: " + trigger + " " + PROGRAM);
    }

    @ParameterizedTest
    @CsvSource({"[{type = key}],type key", "[{}],a watch", "x,a watch", "{type = service},type service"})
    void othersHaveNoCounterpart(String watches, String what) {
        assertThat(warning(watches))
                .isEqualTo(what + " has no counterpart here; in this version programs run for events only");
    }
}
