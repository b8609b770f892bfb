package engine.segments;

import com.alipay.sofa.jraft.JRaftServiceFactory;
import com.alipay.sofa.jraft.entity.codec.LogEntryCodecFactory;
import com.alipay.sofa.jraft.entity.codec.v2.LogEntryV2CodecFactory;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import com.alipay.sofa.jraft.storage.SnapshotStorage;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that one JRaft node keeps, in plain files that survive a loss of power: its log, its vote and its snapshots. Their URIs
 * in the options of the node are paths of directories that lie together in one, which holds nothing but what this voter keeps, its
 * id too: an operator is told to remove it as a whole when a part is lost.
 */
public final class PlainStorage implements JRaftServiceFactory {
    private final Consumer<String> fatal;
    private @Nullable SegmentLog log;

    /** @param fatal ends the process: the sentence that it is told says what cannot be read or kept */
    public PlainStorage(Consumer<String> fatal) {
        this.fatal = fatal;
    }

    @Override
    public LogStorage createLogStorage(String uri, RaftOptions options) {
        log = new SegmentLog(Path.of(uri), home(uri), fatal);
        return log;
    }

    /** JRaft makes it after the log, and opens it after the log is open. */
    @Override
    public RaftMetaStorage createRaftMetaStorage(String uri, RaftOptions options) {
        return new VoteFile(Path.of(uri), home(uri), this::logWasUsed, fatal);
    }

    private static Path home(String uri) {
        return Path.of(uri).toAbsolutePath().resolveSibling("").normalize();
    }

    private boolean logWasUsed() {
        return log != null && (log.getLastLogIndex() > 0 || log.getFirstLogIndex() > 1);
    }

    @Override
    public SnapshotStorage createSnapshotStorage(NodeOptions options) {
        return new ForcedSnapshots(options.getSnapshotUri(), options.getSnapshotTempUri(), options.getRaftOptions());
    }

    /** Not used by the log, which has a form of its own. */
    @Override
    public LogEntryCodecFactory createLogEntryCodecFactory() {
        return LogEntryV2CodecFactory.getInstance();
    }
}
