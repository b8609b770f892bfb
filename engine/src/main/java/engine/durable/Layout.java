package engine.durable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which files of a directory make up the state.
 *
 * @param snapshot the latest; it stands for every record up to its number
 * @param segments files of the log that hold records behind the snapshot, in order
 * @param obsolete files that hold nothing that counts: to be deleted
 */
record Layout(Optional<NumberedFile> snapshot, List<NumberedFile> segments, List<String> obsolete) {
    private static final Pattern NAME = Pattern.compile("(log|snapshot)-(00[0-9]{18})");
    private static final String UNFINISHED = ".new";

    /** A file and the number in its name. */
    record NumberedFile(String name, long number) {}

    static String segment(long first) {
        return String.format(Locale.ROOT, "log-%020d", first);
    }

    static String snapshot(long last) {
        return String.format(Locale.ROOT, "snapshot-%020d", last);
    }

    static String unfinished(String name) {
        return name + UNFINISHED;
    }

    static Layout of(List<String> names) {
        var snapshots = numbered(names, "snapshot");
        var logs = numbered(names, "log");
        var obsolete = new ArrayList<String>();
        names.stream().filter(name -> name.endsWith(UNFINISHED)).forEach(obsolete::add);
        var snapshot = snapshots.isEmpty() ? Optional.<NumberedFile>empty() : Optional.of(snapshots.getLast());
        snapshots.stream()
                .filter(file ->
                        snapshot.isPresent() && file.number() < snapshot.get().number())
                .forEach(file -> obsolete.add(file.name()));
        var covered = snapshot.map(NumberedFile::number).orElse(0L);
        var segments = new ArrayList<NumberedFile>();
        for (var i = 0; i < logs.size(); i++) {
            var next = i + 1 < logs.size() ? logs.get(i + 1).number() : Long.MAX_VALUE;
            if (next <= covered + 1) {
                obsolete.add(logs.get(i).name());
            } else {
                segments.add(logs.get(i));
            }
        }
        return new Layout(snapshot, segments, obsolete);
    }

    private static List<NumberedFile> numbered(List<String> names, String kind) {
        var files = new ArrayList<NumberedFile>();
        for (var name : names) {
            var parts = NAME.matcher(name);
            if (parts.matches() && parts.group(1).equals(kind)) {
                files.add(new NumberedFile(name, Long.parseLong(parts.group(2))));
            }
        }
        files.sort(Comparator.comparingLong(NumberedFile::number));
        return files;
    }
}
