package engine.segments;

import static engine.segments.Logs.data;
import static engine.segments.Logs.entries;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.FSMCaller;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.core.NodeMetrics;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.option.LogManagerOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogManager;
import com.alipay.sofa.jraft.storage.impl.LogManagerImpl;
import engine.durable.MemoryDisk;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The log as JRaft itself uses it. */
class UnderJRaftTest {
    private final MemoryDisk disk = new MemoryDisk(new Random(1));
    private final Logs logs = new Logs(disk, 500, new Random(2));
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    private SegmentLog log = logs.log();

    /** JRaft's user of the log, over what the disk has. */
    private LogManager open() {
        log = logs.log();
        var options = new LogManagerOptions();
        options.setGroupId("test");
        options.setLogStorage(log);
        options.setConfigurationManager(new ConfigurationManager());
        options.setNodeMetrics(new NodeMetrics(false));
        options.setRaftOptions(new RaftOptions());
        options.setFsmCaller((FSMCaller) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FSMCaller.class}, (_, method, args) -> {
                    if (method.getName().equals("onError")) {
                        errors.add(String.valueOf(args[0]));
                    }
                    return method.getReturnType() == boolean.class ? true : null;
                }));
        var manager = new LogManagerImpl();
        assertThat(manager.init(options)).isTrue();
        return manager;
    }

    private void close(LogManager manager) throws InterruptedException {
        manager.shutdown();
        manager.join();
        log.shutdown();
        disk.losePower();
    }

    private static Status append(LogManager manager, List<LogEntry> entries) throws Exception {
        var done = new CompletableFuture<Status>();
        manager.appendEntries(new ArrayList<>(entries), new LogManager.StableClosure(new ArrayList<>()) {
            @Override
            public void run(Status status) {
                done.complete(status);
            }
        });
        return done.get(10, TimeUnit.SECONDS);
    }

    private static SnapshotMeta snapshot(long index, long term) {
        return SnapshotMeta.newBuilder()
                .setLastIncludedIndex(index)
                .setLastIncludedTerm(term)
                .addPeers("a:0")
                .build();
    }

    @Test
    void entriesThatConflictAreReplacedAndSnapshotsCutTheLogOverRestarts() throws Exception {
        var manager = open();
        assertThat(manager.getLastLogId(true)).isEqualTo(new LogId(0, 0));
        assertThat(append(manager, entries(1, 30, 1)).isOk()).isTrue();
        assertThat(append(manager, entries(21, 25, 2)).isOk()).isTrue();
        assertThat(manager.getLastLogId(true)).isEqualTo(new LogId(25, 2));
        close(manager);

        manager = open();
        assertThat(manager.getLastLogId(true)).isEqualTo(new LogId(25, 2));
        assertThat(manager.getTerm(20)).isEqualTo(1);
        assertThat(manager.getEntry(21)).isEqualTo(data(21, 2, "entry 21"));
        manager.setAppliedId(new LogId(24, 2));
        manager.setSnapshot(snapshot(10, 1));
        manager.setSnapshot(snapshot(24, 2));
        assertThat(append(manager, entries(26, 40, 2)).isOk()).isTrue();
        assertThat(manager.getFirstLogIndex()).isEqualTo(11);
        close(manager);

        manager = open();
        manager.setSnapshot(snapshot(24, 2));
        assertThat(manager.checkConsistency().isOk()).isTrue();
        assertThat(manager.getFirstLogIndex()).isEqualTo(11);
        assertThat(manager.getLastLogId(true)).isEqualTo(new LogId(40, 2));
        close(manager);
        assertThat(errors).isEmpty();
        assertThat(logs.told).isEmpty();
    }

    @Test
    void aSnapshotFromTheLeaderBeyondOrBesideTheLogBeginsItAnew() throws Exception {
        var manager = open();
        assertThat(append(manager, entries(1, 30, 1)).isOk()).isTrue();
        // Beyond its end.
        manager.setSnapshot(snapshot(100, 3));
        assertThat(append(manager, entries(101, 110, 3)).isOk()).isTrue();
        // Inside of it, with another term.
        manager.setSnapshot(snapshot(105, 4));
        assertThat(manager.getLastLogIndex()).isEqualTo(105);
        close(manager);

        manager = open();
        manager.setSnapshot(snapshot(105, 4));
        assertThat(manager.checkConsistency().isOk()).isTrue();
        assertThat(manager.getLastLogId(true)).isEqualTo(new LogId(105, 4));
        assertThat(append(manager, entries(106, 107, 4)).isOk()).isTrue();
        close(manager);

        manager = open();
        manager.setSnapshot(snapshot(105, 4));
        assertThat(manager.getLastLogId(true)).isEqualTo(new LogId(107, 4));
        close(manager);
        assertThat(errors).isEmpty();
    }

    @Test
    void aLogWithoutItsSnapshotIsFoundInconsistent() throws Exception {
        var manager = open();
        assertThat(append(manager, entries(1, 30, 1)).isOk()).isTrue();
        manager.setSnapshot(snapshot(100, 3));
        close(manager);
        manager = open();
        assertThat(manager.checkConsistency().getErrorMsg()).contains("Missing logs in (0, 101)");
        close(manager);
    }

    @Test
    void aFailedForceIsReportedAndNothingIsAcknowledged() throws Exception {
        var manager = open();
        assertThat(append(manager, entries(1, 3, 1)).isOk()).isTrue();
        disk.failForces(true);
        assertThat(append(manager, entries(4, 5, 1)).isOk()).isFalse();
        assertThat(append(manager, entries(6, 7, 1)).isOk()).isFalse();
        assertThat(errors).isNotEmpty();
        assertThat(logs.told).hasSize(1);
    }
}
