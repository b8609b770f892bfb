package cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** JSON into maps, lists, strings, booleans, null and numbers (kept as text), and back into one canonical text. */
final class Json {
    /** A number as it was written. */
    private record Number(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static Object parse(String text) {
        var json = new Json(text);
        var value = json.value();
        json.space();
        if (json.at != text.length()) {
            throw json.broken();
        }
        return value;
    }

    /** The keys of an object; empty for anything else, as for {@code null}, which stands for nothing there. */
    @SuppressWarnings("unchecked") // objects are made here, as maps with text for keys
    static Map<String, Object> object(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** One text for equal content: keys sorted, elements of arrays sorted, the named keys left out. */
    static String canonical(Object value, Set<String> without) {
        return switch (value) {
            case Map<?, ?> map ->
                object(map).entrySet().stream()
                        .filter(entry -> !without.contains(entry.getKey()))
                        .map(entry -> '"' + entry.getKey() + "\":" + canonical(entry.getValue(), without))
                        .collect(Collectors.joining(",", "{", "}"));
            case List<?> list ->
                list.stream().map(item -> canonical(item, without)).sorted().collect(Collectors.joining(",", "[", "]"));
            case String string -> quoted(string);
            case null -> "null";
            default -> value.toString();
        };
    }

    static String quoted(String string) {
        return '"' + string.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private Object value() {
        space();
        var start = text.charAt(at);
        if (start == '{') {
            return members();
        }
        if (start == '[') {
            return elements();
        }
        if (start == '"') {
            return string();
        }
        var from = at;
        while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        var word = text.substring(from, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            case "" -> throw broken();
            default -> new Number(word);
        };
    }

    private Map<String, Object> members() {
        var members = new TreeMap<String, Object>();
        at++;
        while (!ended('}')) {
            space();
            var name = string();
            space();
            expect(':');
            members.put(name, value());
        }
        return members;
    }

    private List<Object> elements() {
        var elements = new ArrayList<>();
        at++;
        while (!ended(']')) {
            elements.add(value());
        }
        return elements;
    }

    /** Whether the list ends here; passes over the comma otherwise. */
    private boolean ended(char end) {
        space();
        if (text.charAt(at) == end) {
            at++;
            return true;
        }
        if (text.charAt(at) == ',') {
            at++;
        }
        return false;
    }

    private String string() {
        expect('"');
        var string = new StringBuilder();
        while (text.charAt(at) != '"') {
            var c = text.charAt(at++);
            if (c == '\\') {
                c = text.charAt(at++);
                switch (c) {
                    case 'n' -> c = '\n';
                    case 't' -> c = '\t';
                    case 'r' -> c = '\r';
                    case 'b' -> c = '\b';
                    case 'f' -> c = '\f';
                    case 'u' -> {
                        c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
                        at += 4;
                    }
                    default -> {}
                }
            }
            string.append(c);
        }
        at++;
        return string.toString();
    }

    private void expect(char c) {
        if (text.charAt(at) != c) {
            throw broken();
        }
        at++;
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private Failure broken() {
        return new Failure("not JSON at character " + at + ": " + text.substring(0, Math.min(200, text.length())));
    }
}
