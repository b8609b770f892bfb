package engine.raft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.StateMachine;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import com.alipay.sofa.jraft.util.ThreadPoolsFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives what is committed to the machine. JRaft calls it on one thread, but for the writing of snapshots. */
final class Applying implements StateMachine {
    private static final Logger LOG = LoggerFactory.getLogger(Applying.class);
    /** What an entry costs beside its bytes. */
    private static final int OVERHEAD = 64;

    private final Machine machine;
    private final String self;
    private final CommitNews news;
    private final long snapshotBytes;
    private final Runnable snapshot;
    private final Runnable changed;
    private final Consumer<String> fatal;
    private volatile Leadership leadership = new Leadership(0, Optional.empty());
    private volatile long applied;
    private volatile boolean leading;
    private long bytes;
    /** Size of the last snapshot: what is written is at most twice what comes. */
    private volatile long lastSnapshot;

    /**
     * Who leads, as far as this server knows.
     *
     * @param voter its id
     */
    record Leadership(long term, Optional<String> voter) {}

    /**
     * @param self this server's voter id
     * @param snapshotBytes of entries after which a snapshot is taken, when that is not smaller than the last one
     * @param snapshot has one taken
     * @param changed told when there is another leader or configuration
     */
    Applying(
            Machine machine,
            String self,
            CommitNews news,
            long snapshotBytes,
            Runnable snapshot,
            Runnable changed,
            Consumer<String> fatal) {
        this.machine = machine;
        this.self = self;
        this.news = news;
        this.snapshotBytes = snapshotBytes;
        this.snapshot = snapshot;
        this.changed = changed;
        this.fatal = fatal;
    }

    Leadership leadership() {
        return leadership;
    }

    /** Whether this server leads, and its machine has been told. */
    boolean leads() {
        return leading;
    }

    /** Index of the last entry that the machine has applied. */
    long applied() {
        return applied;
    }

    @Override
    public void onApply(Iterator entries) {
        var term = 0L;
        while (entries.hasNext()) {
            var done = entries.done();
            var entry = done instanceof Proposal proposal ? proposal.entry() : bytes(entries.getData());
            try {
                // An empty one is of the log's own.
                if (!entry.isEmpty()) {
                    machine.apply(entries.getIndex(), entry);
                }
            } catch (RuntimeException e) {
                LOG.error("entry {} of the log cannot be applied", entries.getIndex(), e);
                entries.setErrorAndRollback(1, new Status(RaftError.ESTATEMACHINE, "not applied: %s", e));
                return;
            }
            applied = entries.getIndex();
            term = entries.getTerm();
            bytes += entry.size() + OVERHEAD;
            if (done != null) {
                done.run(Status.OK());
            }
            entries.next();
        }
        if (leading) {
            news.committed(new CommitNews.Commit(leadership.term(), applied, term));
        }
        if (bytes > Math.max(snapshotBytes, lastSnapshot)) {
            bytes = 0;
            snapshot.run();
        }
    }

    private static ByteString bytes(ByteBuffer data) {
        var copy = new byte[data.remaining()];
        data.duplicate().get(copy);
        return ByteString.fromArrayUnsafe(copy);
    }

    @Override
    public void onSnapshotSave(SnapshotWriter writer, Closure done) {
        var image = machine.image();
        bytes = 0;
        ThreadPoolsFactory.runInThread(RaftLog.GROUP, () -> done.run(write(image, writer)));
    }

    /** One that cannot be written is not fatal: the log has everything. */
    private Status write(Machine.Image image, SnapshotWriter writer) {
        var directory = Path.of(writer.getPath());
        try {
            image.writeTo(directory);
            lastSnapshot = size(directory);
            for (var file : files(directory)) {
                if (!writer.addFile(file)) {
                    throw new IOException(file + " is not taken into the snapshot");
                }
            }
            return Status.OK();
        } catch (IOException | RuntimeException e) {
            LOG.warn("a snapshot of the log cannot be written; the log keeps growing: {}", e.toString());
            return new Status(RaftError.ECANCELED, "the snapshot cannot be written: %s", e);
        }
    }

    private static long size(Path directory) {
        var size = 0L;
        try {
            for (var file : files(directory)) {
                size += Files.size(directory.resolve(file));
            }
        } catch (IOException e) {
            LOG.debug("the size of a snapshot is not known: {}", e.toString());
        }
        return size;
    }

    private static List<String> files(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> Objects.requireNonNull(file.getFileName()).toString())
                    .filter(name -> !name.startsWith("__"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public boolean onSnapshotLoad(SnapshotReader reader) {
        try {
            machine.load(Path.of(reader.getPath()));
            applied = reader.load().getLastIncludedIndex();
            lastSnapshot = size(Path.of(reader.getPath()));
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.error("the snapshot in {} cannot be loaded", reader.getPath(), e);
            return false;
        }
    }

    @Override
    public void onLeaderStart(long term) {
        leadership = new Leadership(term, Optional.of(self));
        leading = true;
        LOG.info("this server leads the log of keys and sessions, term {}", term);
        machine.lead(term);
        changed.run();
    }

    @Override
    public void onLeaderStop(Status status) {
        leadership = new Leadership(leadership.term(), Optional.empty());
        if (leading) {
            leading = false;
            LOG.info("this server leads the log of keys and sessions no more: {}", status.getErrorMsg());
            machine.follow();
        }
        changed.run();
    }

    @Override
    public void onStartFollowing(LeaderChangeContext now) {
        var leader = now.getLeaderId().getIp();
        leadership = new Leadership(now.getTerm(), Optional.of(leader));
        LOG.info(
                "node {} leads the log of keys and sessions, term {}",
                VoterId.of(leader).node(),
                now.getTerm());
        changed.run();
    }

    @Override
    public void onStopFollowing(LeaderChangeContext before) {
        leadership = new Leadership(before.getTerm(), Optional.empty());
        changed.run();
    }

    @Override
    public void onConfigurationCommitted(Configuration voters) {
        changed.run();
    }

    @Override
    public void onError(RaftException error) {
        fatal.accept("The log of keys and sessions cannot go on, and the agent ends: %s (%s)."
                .formatted(error.getStatus().getErrorMsg(), error.getType()));
    }

    @Override
    public void onShutdown() {}
}
