package engine.events;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * An ad-hoc command, carried by an event of its own name. As a payload it is a version, the timeout in milliseconds (0 for that of the
 * node), {@code program} or {@code shell}, and the words, with a NUL between each.
 *
 * @param words the program and its arguments, or one line for the shell
 * @param timeout after which it is killed; empty for that of the node
 */
public record RemoteCommand(List<String> words, boolean shell, Optional<Duration> timeout) {
    /** Name of the event that carries one, and of the trigger that runs it. */
    public static final String EVENT = Trigger.RESERVED + "exec";

    private static final String VERSION = "1";
    private static final Duration MAX_TIMEOUT = Duration.ofDays(7);

    public RemoteCommand {
        words = List.copyOf(words);
        if (words.isEmpty() || words.getFirst().isBlank()) {
            throw new IllegalArgumentException("There is no command to run");
        }
        if (shell && words.size() > 1) {
            throw new IllegalArgumentException("A line for the shell is one text");
        }
        if (words.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("A command must not contain NUL");
        }
        if (timeout.isPresent() && (!timeout.get().isPositive() || timeout.get().compareTo(MAX_TIMEOUT) > 0)) {
            throw new IllegalArgumentException("The timeout of a command must be more than 0 and at most 7d");
        }
    }

    /** The payload of its event. */
    public ByteString encode() {
        var parts = new ArrayList<String>();
        parts.add(VERSION);
        parts.add(
                Long.toString(timeout.map(time -> Math.max(1, time.toMillis())).orElse(0L)));
        parts.add(shell ? "shell" : "program");
        parts.addAll(words);
        return ByteString.fromString(String.join("\0", parts), StandardCharsets.UTF_8);
    }

    /**
     * What {@link #encode} made.
     *
     * @throws IllegalArgumentException with a sentence for anything else
     */
    public static RemoteCommand decode(ByteString payload) {
        var parts = payload.utf8String().split("\0", -1);
        if (parts.length < 4 || !parts[0].equals(VERSION)) {
            throw new IllegalArgumentException("The event carries no command that this version knows");
        }
        long millis = Long.parseLong(parts[1]);
        return new RemoteCommand(
                Arrays.asList(parts).subList(3, parts.length),
                parts[2].equals("shell"),
                millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis)));
    }

    Action.Program program() {
        return Action.Program.of(shell ? List.of("/bin/sh", "-c", words.getFirst()) : words);
    }

    /** As a person would write it; may hold secrets. */
    public String text() {
        return String.join(" ", words);
    }

    /** Without arguments: these may be secrets. */
    @Override
    public String toString() {
        return "RemoteCommand[" + (shell ? "a line for the shell" : words.getFirst()) + "]";
    }
}
