package engine.external;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Finding;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DutiesTest {
    private static final String TCP = "{\"TCP\":\"10.0.0.9:631\"}";
    private static final Prober S1 = new Prober("s1", false);
    private static final Prober S2 = new Prober("s2", true);

    private final Pictures pictures = new Pictures();

    private void node(String name, String... meta) {
        var all = new HashMap<String, String>();
        for (var key : meta) {
            all.put(key, "true");
        }
        pictures.put(new Key.Node(name), new Value.Node("", name, "10.0.0.9", null, all));
    }

    private void check(String node, String id, String definition) {
        pictures.put(
                new Key.Check(node, id),
                new Value.Check(node, id, id, "passing", "", "", "", "", List.of(), "").defined(definition));
    }

    private List<String> probed(Prober... probers) {
        return Duties.of(pictures.published().current().catalog(), List.of(probers), "agent"::equals).checks().stream()
                .map(duty -> duty.check().node() + " " + duty.check().id() + " "
                        + duty.prober().orElse("-"))
                .toList();
    }

    @Test
    void checksWithADefinitionOfExternalNodesAreProbed() {
        node("printer", Finding.EXTERNAL_NODE);
        check("printer", "print", TCP);
        check("printer", "told", "");
        check("printer", "timed", "{\"DeregisterCriticalServiceAfter\":60000000000}");
        node("other");
        check("other", "print", TCP);
        node("agent", Finding.EXTERNAL_NODE);
        check("agent", "print", TCP);
        assertThat(probed(S1)).containsExactly("printer print s1");
        assertThat(probed()).containsExactly("printer print -");
    }

    @Test
    void aNodeThatIsToBePingedHasACheckMoreWhetherItIsThereOrNot() {
        node("printer", Finding.EXTERNAL_NODE, Finding.EXTERNAL_PROBE);
        node("told", Finding.EXTERNAL_PROBE);
        assertThat(probed(S1)).containsExactly("printer externalNodeHealth s1");
        check("printer", Finding.NODE_CHECK, "");
        assertThat(probed(S1)).containsExactly("printer externalNodeHealth s1");
    }

    @Test
    void programsAreRunWhereTheyAreAllowedIfThatIsAnywhere() {
        node("printer", Finding.EXTERNAL_NODE);
        for (var i = 0; i < 9; i++) {
            check("printer", "script" + i, "{\"ScriptArgs\":[\"/bin/true\"]}");
        }
        assertThat(probed(S1, S2)).hasSize(9).allMatch(text -> text.endsWith(" s2"));
        assertThat(probed(S1)).hasSize(9).allMatch(text -> text.endsWith(" s1"));
    }

    @Test
    void theVersionChangesWithWhatIsProbedAndWhatItStandsAt() {
        var duty = new Duties.Duty(Externals.tcp("a"), Optional.of("s1"));
        var same = new Duties.Duty(Externals.tcp("a"), Optional.of("s1"));
        var other = new Duties.Duty(Externals.tcp("a").standing("critical", "", 8), Optional.of("s1"));
        assertThat(Duties.version(List.of(duty)))
                .isEqualTo(Duties.version(List.of(same)))
                .isNotEqualTo(Duties.version(List.of(other)))
                .isNotEqualTo(Duties.version(List.of()));
    }
}
