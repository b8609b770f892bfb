package engine.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, strings, numbers, booleans and null as JSON. */
final class JsonText {
    private final StringBuilder out = new StringBuilder();
    private final String indent;

    private JsonText(String indent) {
        this.indent = indent;
    }

    /** On one line. */
    static String compact(@Nullable Object value) {
        return new JsonText("").write(value, 0).out.toString();
    }

    /** A member per line, four spaces a level, as Consul's {@code ?pretty}. */
    static String indented(@Nullable Object value) {
        return indented(value, "    ");
    }

    /** A member per line, with this for each level. */
    static String indented(@Nullable Object value, String indent) {
        return new JsonText(indent).write(value, 0).out.toString();
    }

    private JsonText write(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            object(map, depth);
        } else if (value instanceof List<?> list) {
            array(list, depth);
        } else if (value instanceof String string) {
            string(string);
        } else {
            out.append(value);
        }
        return this;
    }

    private void object(Map<?, ?> map, int depth) {
        out.append('{');
        boolean first = true;
        for (var entry : map.entrySet()) {
            between(first, depth + 1);
            first = false;
            string(String.valueOf(entry.getKey()));
            out.append(indent.isEmpty() ? ":" : ": ");
            write(entry.getValue(), depth + 1);
        }
        end(first, depth, '}');
    }

    private void array(List<?> list, int depth) {
        out.append('[');
        boolean first = true;
        for (var item : list) {
            between(first, depth + 1);
            first = false;
            write(item, depth + 1);
        }
        end(first, depth, ']');
    }

    private void between(boolean first, int depth) {
        if (!first) {
            out.append(',');
        }
        newLine(depth);
    }

    private void end(boolean empty, int depth, char mark) {
        if (!empty) {
            newLine(depth);
        }
        out.append(mark);
    }

    private void newLine(int depth) {
        if (!indent.isEmpty()) {
            out.append('\n').repeat(indent, depth);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
