package engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

class KeyPropertiesTest {

    @Provide
    Arbitrary<Key> keys() {
        return Samples.keys();
    }

    @Property
    void aKeyIsFoundAgainInItsText(@ForAll("keys") Key key) {
        assertThat(Key.parse(key.text())).isEqualTo(key);
    }

    @Property
    void differentKeysHaveDifferentTexts(@ForAll("keys") Key one, @ForAll("keys") Key two) {
        assertThat(one.text().equals(two.text())).isEqualTo(one.equals(two));
    }

    @Property
    void anyTextGivesAKeyOrAClearRefusal(@ForAll String text) {
        try {
            assertThat(Key.parse(text)).isNotNull();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(?s).*(no key|NUL|Unicode).*");
        }
    }

    @Example
    void namesOfNodesServicesAndChecksIgnoreCaseAndKeysDoNot() {
        assertThat(new Key.Service("Web1", "API")).isEqualTo(new Key.Service("web1", "api"));
        assertThat(new Key.Receipt("e1", "Web1")).isEqualTo(new Key.Receipt("e1", "web1"));
        assertThat(new Key.Run("e1", "Web1", "T")).isEqualTo(new Key.Run("e1", "web1", "T"));
        assertThat(new Key.Run("e1", "web1", "t")).isNotEqualTo(new Key.Run("e1", "web1", "T"));
        assertThat(new Key.Kv("A")).isNotEqualTo(new Key.Kv("a"));
    }

    @Example
    void namesThatCannotBeWrittenAreRefusedBeforeTheyAreState() {
        refused(() -> new Key.Node("a\0b"));
        refused(() -> new Key.Service("a", "b\0c"));
        refused(() -> new Key.Check("a\0", "b"));
        refused(() -> new Key.Receipt("e\0", "a"));
        refused(() -> new Key.Run("e", "a", "t\0"));
        refused(() -> new Key.Event("e\0"));
        refused(() -> new Key.Node("half a pair \ud83e"));
        refused(() -> new Key.Kv("half a pair \udd80"));
        assertThat(new Key.Kv("a\0b").key()).isEqualTo("a\0b");
    }

    private static void refused(ThrowingCallable key) {
        assertThatThrownBy(key).isInstanceOf(IllegalArgumentException.class).hasMessageMatching(".*(NUL|Unicode).*");
    }
}
