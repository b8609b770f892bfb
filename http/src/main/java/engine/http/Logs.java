package engine.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The port to the agent's own log. */
public interface Logs {
    /** Without one. */
    Logs NONE = new Logs() {
        @Override
        public Optional<Runnable> follow(String level, boolean json, Consumer<String> lines, Runnable end) {
            return Optional.empty();
        }

        @Override
        public boolean isFull() {
            return true;
        }

        @Override
        public String level() {
            return "info";
        }

        @Override
        public Map<String, PartLevel> parts() {
            return Map.of();
        }

        @Override
        public void set(String part, String level, Optional<Duration> lasting) {
            throw new IllegalArgumentException("Unknown part: " + part);
        }
    };

    /** The level of a part, and when it goes back to that of the whole; empty for no such time. */
    record PartLevel(String level, Optional<Instant> until) {}

    /**
     * Follows the log until what is returned is run; empty when too many do already.
     *
     * @param level messages of this level and above
     * @param lines told each with its line end, on the thread that logs: must not block
     * @param end run when the agent ends
     * @throws IllegalArgumentException with a sentence for a level that is none
     */
    Optional<Runnable> follow(String level, boolean json, Consumer<String> lines, Runnable end);

    /** Whether as many follow it as may. */
    boolean isFull();

    /** That of the whole. */
    String level();

    /** Those of parts that differ. */
    Map<String, PartLevel> parts();

    /** Sets that of a part; {@link IllegalArgumentException} with a sentence for what is no part or level. */
    void set(String part, String level, Optional<Duration> lasting);
}
