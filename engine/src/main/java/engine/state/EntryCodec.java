package engine.state;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of entries with their keys: their number, then each in order of its key, so that equal maps have equal
 * bytes. The same between servers and on disk.
 */
final class EntryCodec {

    private EntryCodec() {}

    static void write(WireWriter out, PersistentMap<Entry> entries) {
        var sorted = new TreeMap<String, Entry>();
        entries.forEach(pair -> sorted.put(pair.getKey(), pair.getValue()));
        out.varint(sorted.size());
        sorted.forEach((key, entry) -> write(out, key, entry));
    }

    /** One entry under its key. */
    static void write(WireWriter out, String key, Entry entry) {
        out.text(key);
        out.fixed64(entry.stamp().time());
        out.text(entry.stamp().writer());
        out.varint(entry.createIndex());
        out.varint(entry.modifyIndex());
        ValueCodec.write(out, entry.value());
    }

    static PersistentMap<Entry> read(WireReader in) {
        var entries = PersistentMap.<Entry>empty();
        var count = in.count();
        @Nullable String last = null;
        for (var i = 0; i < count; i++) {
            var change = readOne(in);
            var text = change.key().text();
            if (last != null && last.compareTo(text) >= 0) {
                throw in.corrupt("a key out of order");
            }
            last = text;
            entries = entries.put(text, change.entry());
        }
        return entries;
    }

    /** What {@link #write(WireWriter, String, Entry)} wrote. */
    static Change readOne(WireReader in) {
        var text = in.text();
        var key = Key.parse(text);
        if (!key.text().equals(text)) {
            throw in.corrupt("a key that is not in its one form");
        }
        var stamp = new Stamp(in.fixed64(), in.text());
        var entry = new Entry(stamp, in.varint(), in.varint(), ValueCodec.read(in));
        if (entry.value() != null && !key.fits(entry.value())) {
            throw in.corrupt("a value that does not belong to its key");
        }
        return new Change(key, entry);
    }
}
