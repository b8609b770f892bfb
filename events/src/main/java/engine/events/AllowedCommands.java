package engine.events;

import java.util.List;
import java.util.Optional;

/**
 * Which ad-hoc commands a node runs. An entry is a command with its arguments, one space between words; with {@code *} as its last word
 * any further arguments may follow. A line for the shell is allowed by an entry that is the very same line. The entry {@code *} allows
 * everything.
 */
public record AllowedCommands(List<String> entries) {
    private static final String ANYTHING = "*";

    public AllowedCommands {
        entries = List.copyOf(entries);
        for (var entry : entries) {
            if (entry.isBlank()) {
                throw new IllegalArgumentException("an entry must not be empty");
            }
        }
    }

    /** Why a command is not run; empty when it is. */
    Optional<String> refusal(RemoteCommand command) {
        return entries.stream().anyMatch(entry -> allows(entry, command))
                ? Optional.empty()
                : Optional.of("allow-remote-exec of this node has no entry for %s"
                        .formatted(
                                command.shell()
                                        ? "this line for the shell"
                                        : "'" + command.words().getFirst() + "' with these arguments"));
    }

    private static boolean allows(String entry, RemoteCommand command) {
        if (entry.equals(ANYTHING)) {
            return true;
        }
        if (command.shell()) {
            return entry.equals(command.words().getFirst());
        }
        var wanted = List.of(entry.strip().split(" +"));
        boolean open = wanted.getLast().equals(ANYTHING);
        var fixed = open ? wanted.subList(0, wanted.size() - 1) : wanted;
        var words = command.words();
        return words.size() >= fixed.size()
                && words.subList(0, fixed.size()).equals(fixed)
                && (open || words.size() == fixed.size());
    }
}
