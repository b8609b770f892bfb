package engine.state;

/**
 * When and by whom an entry was written: a hybrid logical time, ties broken by the writer's id. The greater stamp wins
 * (Kulkarni et al., "Logical Physical Clocks", 2014).
 *
 * @param time milliseconds since 1970 in the upper 48 bits, a counter in the lower 16
 * @param writer id of the node that wrote
 */
public record Stamp(long time, String writer) implements Comparable<Stamp> {

    @Override
    public int compareTo(Stamp other) {
        var byTime = Long.compare(time, other.time);
        return byTime != 0 ? byTime : writer.compareTo(other.writer);
    }
}
