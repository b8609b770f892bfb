package engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A copy of the demo's example files in a directory of its own, with other ports and places where they are needed. */
record DemoFiles(Path directory) {

    /** Copies the files of an example, and in each replaces words by others, but none in what has replaced one. */
    static DemoFiles copy(Path example, Map<String, String> replacements) throws IOException {
        if (!Files.isDirectory(example)) {
            throw new Failure("the demo's files are not there: " + example + ".");
        }
        var directory = Files.createTempDirectory("engine-demo-");
        var words = Pattern.compile(
                replacements.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")));
        try (var files = Files.list(example)) {
            for (var file : files.toList()) {
                var text = words.matcher(Files.readString(file))
                        .replaceAll(
                                word -> Matcher.quoteReplacement(Objects.requireNonNull(replacements.get(word.group()))
                                        .replace("@DIRECTORY@", directory.toString())));
                var copy = directory.resolve(file.getFileName());
                Files.writeString(copy, text);
                copy.toFile().setExecutable(Files.isExecutable(file));
            }
        }
        return new DemoFiles(directory);
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** The last lines of a file; nothing when it is not there. */
    String tail(String name, int lines) throws IOException {
        if (!Files.exists(file(name))) {
            return "";
        }
        var all = Files.readString(file(name)).lines().toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    /** Removes the directory with all in it. */
    void delete() throws IOException {
        if (Files.exists(directory)) {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
