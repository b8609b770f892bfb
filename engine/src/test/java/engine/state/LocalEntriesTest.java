package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class LocalEntriesTest {

    private static LocalEntries with(LocalEntries entries, String key, String text) {
        return entries.with(new Key.Kv(key), new Value.Kv(ByteString.fromString(text), 0));
    }

    private static Map<String, String> texts(LocalEntries entries) {
        var texts = new HashMap<String, String>();
        entries.forEach((key, value) ->
                texts.put(((Key.Kv) key).key(), ((Value.Kv) value).bytes().utf8String()));
        return texts;
    }

    @Test
    void entriesAreSetReplacedAndRemovedAndEachChangeIsKnownToTheLog() {
        var one = with(LocalEntries.NONE, "a", "1");
        assertThat(with(one, "a", "1")).isSameAs(one);
        var two = with(with(one, "a", "2"), "b", "x");
        assertThat(texts(two)).isEqualTo(Map.of("a", "2", "b", "x"));
        assertThat(two.without(List.of(new Key.Kv("c")))).isSameAs(two);
        var three = with(two.without(List.of(new Key.Kv("a"))), "b", "y");
        assertThat(texts(three)).isEqualTo(Map.of("b", "y"));
        assertThat(three.get(new Key.Kv("a"))).isNull();
        var logged = one.bucket().with(three.bucket().changesSince(one.bucket()));
        assertThat(logged).isEqualTo(three.bucket());
        var settled = two.settled();
        var four = with(with(settled.without(List.of(new Key.Kv("a"))), "c", "1"), "a", "5");
        assertThat(four.bucket().changesSince(settled.bucket()).puts().size()).isEqualTo(2);
        assertThat(settled.bucket().with(four.bucket().changesSince(settled.bucket())))
                .isEqualTo(four.bucket());
        assertThat(texts(with(new LocalEntries(logged), "a", "z"))).isEqualTo(Map.of("a", "z", "b", "y"));
    }
}
