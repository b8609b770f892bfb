package engine.checks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process as {@code /proc} shows it.
 *
 * @param command the kernel's name for it: of the program, at most 15 bytes, unless it has named itself
 * @param program the last part of the path that it was started with; empty where it shows none
 * @param state a letter as ps(1) has it; {@code Z} for a zombie
 */
record Proc(String command, String program, char state) {

    /** Most bytes of a command line that are looked at. */
    private static final int MOST = 4096;

    /** Empty where there is none, or none any more. */
    static Optional<Proc> of(Path directory) {
        try {
            var stat = read(directory.resolve("stat"));
            // pid (command) state ...: the command may have any characters in it.
            int from = stat.indexOf('(');
            int to = stat.lastIndexOf(')');
            if (from < 0 || to + 2 >= stat.length()) {
                return Optional.empty();
            }
            return Optional.of(new Proc(
                    stat.substring(from + 1, to), program(read(directory.resolve("cmdline"))), stat.charAt(to + 2)));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    boolean isZombie() {
        return state == 'Z' || state == 'X';
    }

    boolean isNamed(String name) {
        return command.equals(name) || program.equals(name);
    }

    String shownName() {
        return program.isEmpty() ? command : program;
    }

    private static String program(String commandLine) {
        var first = commandLine.split("\0", 2)[0];
        return first.substring(first.lastIndexOf('/') + 1);
    }

    private static String read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
        }
    }
}
