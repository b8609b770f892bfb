package engine.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The page about the settings, made from the text of reference.conf: a section for each block, and in it each key with its
 * default and its comment. Written anew by {@code main(reference.conf, configuration.md)}.
 */
public final class ConfigurationPage {

    private static final Pattern OPENS = Pattern.compile("([a-z-]+) \\{");
    private static final Pattern SETTING = Pattern.compile("([a-z-]+) (?:= (.*)|(\\{}))");

    private final StringBuilder page = new StringBuilder("# Configuration\n");
    private final Deque<Section> open = new ArrayDeque<>();
    private final List<Section> sections = new ArrayList<>();
    private final List<String> comment = new ArrayList<>();

    private record Section(String path, List<String> intro, StringBuilder keys) {}

    private ConfigurationPage() {}

    /** The page in Markdown. */
    public static String of(String reference) {
        return new ConfigurationPage().make(reference);
    }

    /** Reads the file that the first argument names and writes the page to the second. */
    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[1]), of(Files.readString(Path.of(args[0]))));
    }

    private String make(String reference) {
        reference.lines().map(String::strip).forEach(this::take);
        for (var section : sections) {
            page.append("\n## ")
                    .append(section.path().isEmpty() ? "Top level" : "`" + section.path() + "`")
                    .append('\n');
            if (!section.intro().isEmpty()) {
                page.append('\n').append(prose(section.intro()));
            }
            page.append(section.keys());
        }
        return page.toString();
    }

    private void take(String line) {
        var opens = OPENS.matcher(line);
        var setting = SETTING.matcher(line);
        if (line.startsWith("#")) {
            comment.add(line.substring(1).replaceFirst("^ ", ""));
        } else if (setting.matches()) {
            var value = setting.group(2) == null ? setting.group(3) : setting.group(2);
            open.element()
                    .keys()
                    .append("\n### `" + setting.group(1) + "`\n\nDefault: `" + value + "`\n\n")
                    .append(prose(comment));
            comment.clear();
        } else if (opens.matches()) {
            enter(opens.group(1));
        } else if (line.equals("}")) {
            open.pop();
        } else if (line.isEmpty() && open.isEmpty() && !comment.isEmpty()) {
            page.append('\n').append(prose(comment));
            comment.clear();
        }
    }

    private void enter(String name) {
        var outer = open.peek();
        var path = outer == null ? "" : outer.path().isEmpty() ? name : outer.path() + "." + name;
        var section = new Section(path, List.copyOf(comment), new StringBuilder());
        comment.clear();
        sections.add(section);
        open.push(section);
    }

    /** Comment lines as Markdown: lines that are indented are code, an empty one parts paragraphs. */
    private static String prose(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
