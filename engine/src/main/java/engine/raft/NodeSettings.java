package engine.raft;

import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.util.concurrent.DefaultFixedThreadsExecutorGroupFactory;

/** How JRaft is set up: few threads, small rings, times that fit a network of servers side by side. */
final class NodeSettings {
    /** Entries and reads that wait; each ring is made in full at the start. */
    private static final int RING = 2_048;

    /** With {@link ReplicatedLog#LONGEST}, which may come on top, less than a frame of Artery. */
    private static final int APPEND_BYTES = 512 << 10;
    /** Appends to one server that wait for their answers: heartbeats stand behind them. */
    private static final int UNDER_WAY = 32;

    private static final int CHUNK_BYTES = 256 << 10;
    private static final int ANSWERS = 4_096;

    private NodeSettings() {}

    static LogOptions of(RaftLog.Ports ports, Messenger messenger, Applying applying) {
        var settings = ports.settings();
        var election = Math.toIntExact(settings.election().toMillis());
        var raft = new RaftOptions();
        raft.setDisruptorBufferSize(RING);
        raft.setMaxElectionDelayMs(election);
        raft.setMaxBodySize(APPEND_BYTES);
        raft.setMaxByteCountPerRpc(CHUNK_BYTES);
        raft.setMaxReplicatorInflightMsgs(UNDER_WAY);
        raft.setSyncMeta(true);
        raft.setOpenStatistics(false);
        var options = new LogOptions(messenger);
        options.setRaftOptions(raft);
        options.setFsm(applying);
        options.setServiceFactory(ports.storage());
        options.setLogUri(ports.directory().resolve("entries").toString());
        options.setRaftMetaUri(ports.directory().resolve("vote").toString());
        options.setSnapshotUri(ports.directory().resolve("snapshots").toString());
        options.setElectionTimeoutMs(election);
        options.setSnapshotIntervalSecs(
                Math.toIntExact(settings.snapshotInterval().toSeconds()));
        var call = Math.toIntExact(settings.call().toMillis());
        options.setRpcConnectTimeoutMs(call);
        options.setRpcDefaultTimeout(call);
        // A third of it stays.
        options.setRpcProcessorThreadPoolSize(3);
        options.setDisableCli(true);
        options.setAppendEntriesExecutors(
                DefaultFixedThreadsExecutorGroupFactory.INSTANCE.newExecutorGroup(1, "raft-answer", ANSWERS, true));
        return options;
    }
}
