package engine;

import engine.http.Logs;
import engine.logging.Levels;
import engine.logging.Monitors;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The log of this process as HTTP sees it. */
record HttpLogs(Supplier<String> whole) implements Logs {

    @Override
    public Optional<Runnable> follow(String level, boolean json, Consumer<String> lines, Runnable end) {
        return Monitors.ofProcess().follow(level, json, lines, end);
    }

    @Override
    public boolean isFull() {
        return Monitors.ofProcess().isFull();
    }

    @Override
    public String level() {
        return whole.get();
    }

    @Override
    public Map<String, PartLevel> parts() {
        var parts = new TreeMap<String, PartLevel>();
        Levels.ofProcess().set().forEach((part, set) -> parts.put(part, new PartLevel(set.level(), set.until())));
        return parts;
    }

    @Override
    public void set(String part, String level, Optional<Duration> lasting) {
        Levels.ofProcess().set(part, level, lasting);
    }
}
