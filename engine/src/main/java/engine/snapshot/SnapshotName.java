package engine.snapshot;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an automatic snapshot, such as {@code engine-20261120T233015Z-4711.snapshot}.
 *
 * @param at to the second
 */
record SnapshotName(Instant at, long index) implements Comparable<SnapshotName> {
    private static final Pattern FORM = Pattern.compile("engine-([0-9]{8}T[0-9]{6})Z-([0-9]{1,18})\\.snapshot");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    SnapshotName {
        at = at.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The name that a file has; empty for a file that is no automatic snapshot. */
    static Optional<SnapshotName> parse(String file) {
        var parts = FORM.matcher(file);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            var time = LocalDateTime.parse(parts.group(1), TIME).toInstant(ZoneOffset.UTC);
            return Optional.of(new SnapshotName(time, Long.parseLong(parts.group(2))));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** All but the newest {@code retain} of these. */
    static List<SnapshotName> beyond(int retain, Collection<SnapshotName> names) {
        return names.stream().sorted(Comparator.reverseOrder()).skip(retain).toList();
    }

    String file() {
        return "engine-" + TIME.withZone(ZoneOffset.UTC).format(at) + "Z-" + index + ".snapshot";
    }

    @Override
    public int compareTo(SnapshotName other) {
        return Comparator.comparing(SnapshotName::at)
                .thenComparingLong(SnapshotName::index)
                .compare(this, other);
    }
}
