package engine.segments;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.PeerId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries as JRaft has them, and as they lie in a record. The body of a configuration is its voters, those before it, its
 * learners, those before it: of each how many (2), then length (2) and UTF-8 of each. JRaft's own checksum of an entry is not kept:
 * the record has one.
 */
final class Entries {

    private Entries() {}

    static Kind kind(LogEntry entry) {
        return switch (entry.getType()) {
            case ENTRY_TYPE_NO_OP -> Kind.NO_OP;
            case ENTRY_TYPE_DATA -> Kind.DATA;
            case ENTRY_TYPE_CONFIGURATION -> Kind.CONFIGURATION;
            case ENTRY_TYPE_UNKNOWN -> throw new IllegalArgumentException("entry " + entry.getId() + " has no type");
        };
    }

    /** The entry's own buffer, perhaps: it is not to be changed, its position neither. */
    static ByteBuffer body(LogEntry entry) {
        if (entry.getType() != EntryType.ENTRY_TYPE_CONFIGURATION) {
            return entry.getData() == null ? ByteBuffer.allocate(0) : entry.getData();
        }
        var out = new ByteArrayOutputStream();
        write(out, entry.getPeers());
        write(out, entry.getOldPeers());
        write(out, entry.getLearners());
        write(out, entry.getOldLearners());
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, @Nullable List<PeerId> peers) {
        var all = peers == null ? List.<PeerId>of() : peers;
        writeShort(out, all.size());
        for (var peer : all) {
            var text = peer.toString().getBytes(StandardCharsets.UTF_8);
            writeShort(out, text.length);
            out.writeBytes(text);
        }
    }

    private static void writeShort(ByteArrayOutputStream out, int number) {
        if (number > 0xFFFF) {
            throw new IllegalArgumentException(number + " is too much for a configuration");
        }
        out.write(number >>> 8);
        out.write(number);
    }

    /**
     * @param body has an array of its own
     * @throws IllegalArgumentException when it is not the body of such a record
     */
    static LogEntry entry(RecordHeader header, byte[] body) {
        var entry = new LogEntry(
                switch (header.kind()) {
                    case NO_OP -> EntryType.ENTRY_TYPE_NO_OP;
                    case DATA -> EntryType.ENTRY_TYPE_DATA;
                    case CONFIGURATION -> EntryType.ENTRY_TYPE_CONFIGURATION;
                    case CUT_HEAD, CUT_TAIL -> throw new IllegalArgumentException(header.kind() + " is not an entry");
                });
        entry.setId(new LogId(header.index(), header.term()));
        var in = ByteBuffer.wrap(body);
        if (header.kind() == Kind.CONFIGURATION) {
            entry.setPeers(peers(in));
            entry.setOldPeers(peers(in));
            entry.setLearners(peers(in));
            entry.setOldLearners(peers(in));
        } else if (body.length > 0) {
            entry.setData(in);
        }
        return entry;
    }

    private static @Nullable List<PeerId> peers(ByteBuffer in) {
        var count = Short.toUnsignedInt(in.getShort());
        var peers = new ArrayList<PeerId>(count);
        for (var i = 0; i < count; i++) {
            var text = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(text);
            var peer = new PeerId();
            if (!peer.parse(new String(text, StandardCharsets.UTF_8))) {
                throw new IllegalArgumentException("a voter has an unreadable name");
            }
            peers.add(peer);
        }
        return count == 0 ? null : peers;
    }

    /** What a configuration entry says. */
    static ConfigurationEntry configuration(LogEntry entry) {
        return new ConfigurationEntry(
                entry.getId(),
                new Configuration(orNone(entry.getPeers()), orNone(entry.getLearners())),
                new Configuration(orNone(entry.getOldPeers()), orNone(entry.getOldLearners())));
    }

    private static List<PeerId> orNone(@Nullable List<PeerId> peers) {
        return peers == null ? List.of() : peers;
    }
}
