package engine.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final Machine machine = new Machine();

    @Test
    void theVersionsOfAKeyAreToldTheNewestFirst() {
        for (var i = 1; i <= 20; i++) {
            machine.put("a", "" + i);
            machine.put("b", "" + i);
        }
        machine.delete("a");
        var versions = machine.state.history().of("a");
        assertThat(versions).hasSize(History.VERSIONS);
        assertThat(versions.getFirst().after()).isNull();
        assertThat(versions.get(1).after()).extracting(Entry::value).isEqualTo(Machine.bytes("20"));
        assertThat(versions.get(1).before()).extracting(Entry::value).isEqualTo(Machine.bytes("19"));
    }

    @Test
    void changesGoOnFromAnIndex() {
        machine.put("a/1", "x");
        machine.put("b/1", "x");
        machine.put("a/2", "x");
        var history = machine.state.history();
        assertThat(history.oldestIndex()).isZero();
        assertThat(history.after(0, "", 10)).extracting(KvChange::key).containsExactly("a/1", "b/1", "a/2");
        assertThat(history.after(0, "a/", 10)).extracting(KvChange::index).containsExactly(1L, 3L);
        assertThat(history.after(1, "", 1)).extracting(KvChange::key).containsExactly("b/1");
        assertThat(history.after(3, "", 10)).isEmpty();
        assertThat(history.after(99, "", 10)).isEmpty();
    }

    @Test
    void oneIndexIsNeverCut() {
        for (var i = 0; i < 5; i++) {
            machine.put("a/" + i, "x");
        }
        machine.held(new Operation.DeletePrefix("a/"));
        machine.put("z", "x");
        assertThat(machine.state.history().after(5, "", 2)).hasSize(5).allMatch(change -> change.index() == 6);
        assertThat(machine.state.history().after(6, "", 2)).hasSize(1);
    }

    @Test
    void theNumberOfChangesIsBounded() {
        for (var i = 0; i < History.MOST + 1; i++) {
            machine.put("k", "" + i);
            assertThat(machine.state.history().size()).isLessThanOrEqualTo(History.MOST);
        }
        var history = machine.state.history();
        assertThat(history.oldestIndex()).isEqualTo(machine.state.index() - history.size());
        assertThat(history.after(history.oldestIndex(), "", 1).getFirst().index())
                .isEqualTo(history.oldestIndex() + 1);
    }

    @Test
    void theBytesOfOldValuesAreBounded() {
        var large = "x".repeat(1 << 20);
        for (var i = 0; i < 40; i++) {
            machine.put("k", i + large);
            assertThat(machine.state.history().bytes()).isLessThanOrEqualTo(History.MOST_BYTES);
        }
        assertThat(machine.state.history().bytes()).isGreaterThan(History.MOST_BYTES / 2);
        assertThat(machine.state.history().oldestIndex()).isPositive();
    }

    @Test
    void anIndexOfWhichSomeIsForgottenIsNotComplete() {
        var changes = new ArrayList<KvChange>();
        for (var i = 0; i < History.MOST + 5; i++) {
            changes.add(new KvChange("k" + i, Entry.NONE, null, 7, KvChange.Kind.DELETE, 0, ""));
        }
        assertThat(History.since(0).with(changes).oldestIndex()).isEqualTo(7);
        assertThat(History.since(0).with(List.of())).isEqualTo(History.since(0));
    }
}
