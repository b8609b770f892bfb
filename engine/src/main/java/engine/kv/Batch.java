package engine.kv;

import java.util.List;

/**
 * One entry of the log.
 *
 * @param millis the leader's clock since 1970; where it went back, the last one that was applied counts
 * @param indexHint the index of the first command that writes is at least this
 */
public record Batch(long millis, long indexHint, List<Command> commands) {
    public Batch {
        commands = List.copyOf(commands);
    }
}
