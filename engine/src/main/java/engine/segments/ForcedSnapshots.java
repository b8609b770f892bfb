package engine.segments;

import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import com.alipay.sofa.jraft.storage.snapshot.local.LocalSnapshotStorage;
import com.alipay.sofa.jraft.storage.snapshot.local.LocalSnapshotWriter;
import engine.durable.FileDisk;
import engine.durable.Uninterrupted;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JRaft's snapshots, each with all its files on disk before it takes its name. JRaft itself forces its table of the files and
 * the new name alone, and cuts the log afterwards: after a loss of power a file of the state machine might be empty.
 */
final class ForcedSnapshots extends LocalSnapshotStorage {
    private static final Logger LOG = LoggerFactory.getLogger(ForcedSnapshots.class);

    private final Path dir;
    private final RaftOptions options;

    /** @param unfinished where snapshots are written before they have a name; may be empty, it is then beside them */
    ForcedSnapshots(String dir, String unfinished, RaftOptions options) {
        super(dir, unfinished, options);
        this.dir = Path.of(dir);
        this.options = options;
    }

    @Override
    public boolean init(Void nothing) {
        try {
            FileDisk.make(dir);
        } catch (IOException e) {
            LOG.error("{}: {} ({})", dir, e.getMessage(), e.getClass().getSimpleName());
            return false;
        }
        return super.init(null);
    }

    @Override
    public SnapshotWriter create(boolean fromEmpty) {
        var made = super.create(fromEmpty);
        if (made == null) {
            return made;
        }
        var writer = new Writer(made.getPath());
        return writer.init(null) ? writer : made;
    }

    private final class Writer extends LocalSnapshotWriter {
        Writer(String path) {
            super(path, ForcedSnapshots.this, options);
        }

        /** Called when all files are written, before they take their name. */
        @Override
        public boolean sync() throws IOException {
            if (!super.sync()) {
                return false;
            }
            try (var all = Files.walk(Path.of(getPath()))) {
                for (var each : all.toList()) {
                    force(each);
                }
            }
            return true;
        }
    }

    private static void force(Path each) throws IOException {
        var option = Files.isDirectory(each) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        Uninterrupted.run(() -> {
            try (var channel = FileChannel.open(each, option)) {
                channel.force(true);
            }
        });
    }
}
