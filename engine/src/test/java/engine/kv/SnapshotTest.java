package engine.kv;

import static engine.kv.Machine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    @Test
    void largeStatesAreWrittenInPieces() throws IOException {
        var machine = new Machine();
        for (var i = 0; i < 3_000; i++) {
            machine.put("key/" + i, "x".repeat(128));
        }
        machine.put("large", "x".repeat(512 << 10));
        var largest = new int[1];
        SnapshotWriter.write(machine.state, new OutputStream() {
            @Override
            public void write(int b) {
                largest[0] = Math.max(largest[0], 1);
            }

            @Override
            public void write(byte[] b, int off, int len) {
                largest[0] = Math.max(largest[0], len);
            }
        });
        assertThat(largest[0]).isBetween(512 << 10, (512 << 10) + (70 << 10));
        assertThat(StatePropertiesTest.restored(machine.state)).isEqualTo(machine.state);
    }

    @Test
    void whatFollowsInTheStreamIsLeftThere() throws IOException {
        var machine = new Machine();
        machine.put("a", "1");
        var all = ByteString.fromArray(StatePropertiesTest.snapshot(machine.state))
                .concat(bytes("rest"));
        var in = new ByteArrayInputStream(all.toArray());
        assertThat(SnapshotReader.read(in)).isEqualTo(machine.state);
        assertThat(in.readAllBytes()).isEqualTo("rest".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void valuesBeforeAndAfterAreSharedAgain() {
        var machine = new Machine();
        machine.put("a", "1");
        machine.put("a", "2");
        var changes = StatePropertiesTest.restored(machine.state).history().after(0, "", 9);
        assertThat(changes.get(0).after()).isSameAs(changes.get(1).before());
    }
}
