package engine.state;

import java.util.Optional;

/**
 * When and by whom an entry was written: a hybrid logical time, ties broken by the writer's id. The greater stamp wins
 * (Kulkarni et al., "Logical Physical Clocks", 2014).
 *
 * @param time milliseconds since 1970 in the upper 48 bits, a counter in the lower 16
 * @param writer id of the node that wrote
 */
public record Stamp(long time, String writer) implements Comparable<Stamp> {
    private static final int DIGITS = 16;

    /** A printable form; these texts sort as the stamps do. */
    public String text() {
        return "%016x-%s".formatted(time, writer);
    }

    /** The stamp that {@link #text()} gave; empty for any other text. */
    public static Optional<Stamp> parse(String text) {
        if (text.length() <= DIGITS || text.charAt(DIGITS) != '-') {
            return Optional.empty();
        }
        try {
            var stamp = new Stamp(Long.parseLong(text.substring(0, DIGITS), 16), text.substring(DIGITS + 1));
            return stamp.text().equals(text) ? Optional.of(stamp) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Stamp other) {
        var byTime = Long.compare(time, other.time);
        return byTime != 0 ? byTime : writer.compareTo(other.writer);
    }
}
