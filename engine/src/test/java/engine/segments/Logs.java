package engine.segments;

import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import engine.durable.Disk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Logs on simulated disks, and entries for them. */
final class Logs {
    /** What logs said before they would have ended the process. */
    final List<String> told = new ArrayList<>();

    private final Disk disk;
    private final long segment;
    private final Random random;

    Logs(Disk disk, long segment, Random random) {
        this.disk = disk;
        this.segment = segment;
        this.random = random;
    }

    /** Not open yet. */
    SegmentLog log() {
        return new SegmentLog(
                new Damage("memory", "home"), () -> new SegmentLog.Held(disk, () -> {}), segment, random, told::add);
    }

    SegmentLog open() {
        var log = log();
        if (!open(log, new ConfigurationManager())) {
            throw new IllegalStateException(told.getLast());
        }
        return log;
    }

    static boolean open(SegmentLog log, ConfigurationManager configurations) {
        var options = new LogStorageOptions();
        options.setConfigurationManager(configurations);
        return log.init(options);
    }

    static LogEntry data(long index, long term, byte[] value) {
        var entry = entry(EntryType.ENTRY_TYPE_DATA, index, term);
        if (value.length > 0) {
            entry.setData(ByteBuffer.wrap(value));
        }
        return entry;
    }

    static LogEntry data(long index, long term, String value) {
        return data(index, term, value.getBytes(StandardCharsets.UTF_8));
    }

    static LogEntry noOp(long index, long term) {
        return entry(EntryType.ENTRY_TYPE_NO_OP, index, term);
    }

    static LogEntry configuration(long index, long term, String... voters) {
        var entry = entry(EntryType.ENTRY_TYPE_CONFIGURATION, index, term);
        entry.setPeers(peers(voters));
        return entry;
    }

    static List<PeerId> peers(String... names) {
        return Stream.of(names).map(name -> new PeerId(name, 0)).toList();
    }

    private static LogEntry entry(EntryType type, long index, long term) {
        var entry = new LogEntry(type);
        entry.setId(new LogId(index, term));
        return entry;
    }

    /** Entries of one term that hold their index as text. */
    static List<LogEntry> entries(long from, long to, long term) {
        var entries = new ArrayList<LogEntry>();
        for (var index = from; index <= to; index++) {
            entries.add(data(index, term, "entry " + index));
        }
        return entries;
    }

    /** All that a log has. */
    static List<LogEntry> contents(SegmentLog log) {
        var entries = new ArrayList<LogEntry>();
        for (var index = log.getFirstLogIndex(); index <= log.getLastLogIndex(); index++) {
            entries.add(log.getEntry(index));
        }
        return entries;
    }
}
