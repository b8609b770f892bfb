package engine.kv;

import static engine.kv.Machine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private final Machine machine = new Machine();

    private boolean keep(String name, @Nullable ByteString content, long version) {
        return machine.held(new Operation.KeepDocument(name, content, version));
    }

    private @Nullable Document document(String name) {
        return machine.state.documents().get(name);
    }

    private long version(String name) {
        var document = document(name);
        return document == null ? 0 : document.version();
    }

    @Test
    void isKeptInPlaceOfTheOneThatItWasMadeOf() {
        assertThat(keep("r", bytes("one"), 0)).isTrue();
        var first = version("r");
        assertThat(keep("r", bytes("two"), first)).isTrue();

        assertThat(document("r")).isEqualTo(new Document(bytes("two"), machine.state.index()));
        assertThat(version("r")).isGreaterThan(first);
    }

    @Test
    void isNotKeptInPlaceOfAnother() {
        keep("r", bytes("one"), 0);
        var first = version("r");
        keep("r", bytes("two"), first);

        assertThat(keep("r", bytes("other"), first)).isFalse();
        assertThat(keep("r", bytes("other"), 0)).isFalse();
        assertThat(keep("s", bytes("other"), first)).isFalse();
        assertThat(document("r")).extracting("content").isEqualTo(bytes("two"));
        assertThat(document("s")).isNull();
    }

    @Test
    void isForgottenByItsVersion() {
        keep("r", bytes("one"), 0);

        assertThat(keep("r", null, 99)).isFalse();
        assertThat(keep("r", null, version("r"))).isTrue();
        assertThat(document("r")).isNull();
    }

    @Test
    void isNoKey() {
        keep("r", bytes("one"), 0);

        assertThat(machine.state.keys().isEmpty()).isTrue();
        assertThat(machine.changes).isEmpty();
        machine.put("r", "key");
        machine.held(new Operation.DeletePrefix(""));
        assertThat(document("r")).isNotNull();
    }

    @Test
    void isPartOfASnapshot() {
        keep("a", bytes("one"), 0);
        keep("b", bytes("two"), 0);

        assertThat(StatePropertiesTest.restored(machine.state)).isEqualTo(machine.state);
    }
}
