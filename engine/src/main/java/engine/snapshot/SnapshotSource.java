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
        private final ArchiveWriter writer;

        Parts(Snapshot state, Facts facts) {
            this.writer = new ArchiveWriter(state, facts, part);
        }

        Optional<ByteString> next() throws IOException {
            part.reset();
            writer.writeNext();
            return part.size() == 0 ? Optional.empty() : Optional.of(ByteString.fromArrayUnsafe(part.toByteArray()));
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
