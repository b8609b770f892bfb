package engine.snapshot;

import engine.state.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** An archive as a stream: each part is made when it is asked for, on the dispatcher for what blocks. */
public final class SnapshotSource {

    private SnapshotSource() {}

    /** The archive of a state. It ends early only by failing: who reads to the end has all of it. */
    public static Source<ByteString, NotUsed> of(Snapshot state, Facts facts) {
        return Source.unfoldResource(() -> new Parts(state, facts), Parts::next, Parts::close);
    }

    private static final class Parts implements Closeable {
        private final ByteArrayOutputStream part = new ByteArrayOutputStream();
        private final BundleWriter writer;

        Parts(Snapshot state, Facts facts) throws IOException {
            this.writer = new BundleWriter(state, facts, part);
        }

        Optional<ByteString> next() throws IOException {
            var more = true;
            while (more && part.size() == 0) {
                more = writer.writeNext();
            }
            var bytes = part.toByteArray();
            part.reset();
            return bytes.length == 0 ? Optional.empty() : Optional.of(ByteString.fromArrayUnsafe(bytes));
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
