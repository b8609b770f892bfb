package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentsViewTest {
    private static final Key.Document KEY = new Key.Document("rollout/1");

    private static Change change(@Nullable String content, long index) {
        var value = content == null ? null : new Value.Document(ByteString.fromString(content));
        return new Change(KEY, new Entry(new Stamp(0, ""), index, index, value));
    }

    @Test
    void aDocumentIsShownUntilItIsForgotten() {
        var first = Snapshot.startingAt(5).with(change("one", 7), 9);
        assertThat(first.documents().entries().get("rollout/1"))
                .isEqualTo(new Stored<>(new Value.Document(ByteString.fromString("one")), 7, 7, 9));
        assertThat(first.documents().changedAt("rollout/")).isEqualTo(9);

        var second = first.with(change(null, 10), 10);
        assertThat(second.documents().entries().isEmpty()).isTrue();
        assertThat(second.documents().changedAt("rollout/")).isEqualTo(10);
        assertThat(second.with(change(null, 11), 11).documents().changedAt("rollout/"))
                .isEqualTo(10);
    }

    @Test
    void aDocumentIsNoKeyAndNoPartOfAnArchive() {
        var snapshot = Snapshot.startingAt(5).with(change("one", 7), 9);

        assertThat(snapshot.kv().entries().isEmpty()).isTrue();
        assertThat(snapshot.live().hasNext()).isFalse();
    }

    @Test
    void itsNameAndItsValueAreReadAsTheyWereWritten() {
        assertThat(Key.parse(KEY.text())).isEqualTo(KEY);
        var out = new WireWriter();
        ValueCodec.write(out, new Value.Document(ByteString.fromString("one")));
        assertThat(ValueCodec.read(new WireReader(out.toBytes())))
                .isEqualTo(new Value.Document(ByteString.fromString("one")));
    }
}
