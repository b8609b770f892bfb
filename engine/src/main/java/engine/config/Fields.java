package engine.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one map of a definition. Keys are asked for in kebab-case and found in any spelling; those of files are declared
 * first, so that a mistyped one is told before what it leads to. In HTTP bodies types are as strict, and errors worded, as in Consul; files are read
 * leniently (a number may stand in quotes), and errors say it in our words.
 */
final class Fields {

    private final Map<String, ?> values;
    private final Map<String, String> written = new HashMap<>();
    private Set<String> known = Set.of();
    private final List<Object> path;
    private final boolean body;

    private Fields(Map<String, ?> values, List<Object> path, boolean body) {
        this.values = values;
        this.path = path;
        this.body = body;
        values.keySet().forEach(key -> written.put(Keys.canonical(key), key));
    }

    /** The body of an HTTP request. */
    static Fields body(Map<String, ?> values) {
        return new Fields(values, List.of(), true);
    }

    /** A definition in a configuration file. */
    static Fields file(Map<String, ?> values) {
        return new Fields(values, List.of(), false);
    }

    boolean isBody() {
        return body;
    }

    /** The error that {@code sentence} is, about the value of {@code key}. */
    DefinitionException wrong(String key, String sentence) {
        return new DefinitionException(to(key), false, sentence);
    }

    /** The error that {@code sentence} is, about the definition as a whole. */
    DefinitionException wrong(String sentence) {
        return new DefinitionException(path, false, sentence);
    }

    /** Whether there is a value, which may be empty. */
    boolean has(String key) {
        return raw(key) != null;
    }

    /** What was written, as it was. */
    Map<String, ?> written() {
        return values;
    }

    /** Whether there is nothing in it. */
    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Whether the value is a text. */
    boolean isText(String key) {
        return raw(key) instanceof String;
    }

    /** Where the value of {@code key} is, or the definition where there is none. */
    List<Object> path(String key) {
        return has(key) ? to(key) : path;
    }

    String text(String key) {
        return switch (raw(key)) {
            case null -> "";
            case String text -> text;
            case Number number when !body -> number.toString();
            case Boolean flag when !body -> flag.toString();
            case Object other -> throw malformed(key, other, "string", "a text");
        };
    }

    boolean flag(String key) {
        return switch (raw(key)) {
            case null -> false;
            case Boolean flag -> flag;
            case String text when !body && (text.equals("true") || text.equals("yes")) -> true;
            case String text when !body && (text.equals("false") || text.equals("no")) -> false;
            case Object other -> throw malformed(key, other, "bool", "true or false");
        };
    }

    int number(String key, int otherwise) {
        return switch (raw(key)) {
            case null -> otherwise;
            case Integer number -> number;
            case Long number when number == number.intValue() -> number.intValue();
            case String text when !body && text.matches("-?\\d{1,9}") -> Integer.parseInt(text);
            case Object other -> throw malformed(key, other, "int", "a whole number");
        };
    }

    /** A size in bytes. */
    int size(String key, int otherwise) {
        if (!body && raw(key) instanceof String text) {
            return Sizes.read(text)
                    .filter(bytes -> bytes <= Integer.MAX_VALUE)
                    .orElseThrow(() -> malformed(key, text, "int", "a size such as 4096 or \"4 KiB\""))
                    .intValue();
        }
        return number(key, otherwise);
    }

    /** A duration; empty where there is none. A bare number in an HTTP body means nanoseconds. */
    Optional<Duration> duration(String key) {
        var value = raw(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!body) {
            return Optional.of(Optional.of(value)
                    .filter(v -> v instanceof String || v.equals(0))
                    .flatMap(v -> Durations.read(v.toString()))
                    .orElseThrow(() -> malformed(key, value, "", "a duration such as 10s, 500ms or 1m30s")));
        }
        return switch (value) {
            case String text -> Optional.of(goDuration(key, text));
            case Number number -> Optional.of(Duration.ofNanos(number.longValue()));
            // Consul takes any other type for none.
            default -> Optional.empty();
        };
    }

    List<String> texts(String key) {
        return texts(key, raw(key));
    }

    private List<String> texts(String key, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw malformed(key, value, "[]string", "a list of texts");
        }
        var texts = new ArrayList<String>();
        for (var element : list) {
            texts.add(element(key, element));
        }
        return texts;
    }

    /** A text, or a number as a text. */
    String scalar(String key) {
        return raw(key) instanceof Number number ? number.toString() : text(key);
    }

    /** A list of texts and whole numbers, the latter as texts. One alone is a list of one. */
    List<String> scalars(String key) {
        var value = raw(key);
        var list = value instanceof List<?> several ? several : value == null ? List.of() : List.of(value);
        return list.stream()
                .map(element -> element instanceof Integer || element instanceof Long
                        ? element.toString()
                        : element(key, element))
                .toList();
    }

    /** Texts by name, in the order given; null where there are none. */
    @Nullable
    Map<String, String> textMap(String key) {
        var value = raw(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw malformed(key, value, "map[string]string", "a block of texts");
        }
        var texts = new LinkedHashMap<String, String>();
        map.forEach((name, text) -> texts.put(String.valueOf(name), element(key, text)));
        return texts;
    }

    /** Lists of texts by name, such as headers; in files a text alone is a list of one. */
    Map<String, List<String>> textLists(String key) {
        var value = raw(key);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw malformed(key, value, "map[string][]string", "a block of lists of texts");
        }
        var lists = new LinkedHashMap<String, List<String>>();
        map.forEach((name, list) -> lists.put(
                String.valueOf(name), !body && list instanceof String text ? List.of(text) : texts(key, list)));
        return lists;
    }

    /** Lists of whole numbers by name; in files a number alone is a list of one. */
    Map<String, List<Integer>> numberLists(String key) {
        var value = raw(key);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw malformed(key, value, "map[string][]int", "a block of lists of whole numbers");
        }
        var lists = new LinkedHashMap<String, List<Integer>>();
        map.forEach((name, list) -> lists.put(
                String.valueOf(name),
                (list instanceof List<?> many ? many : Collections.singletonList(list))
                        .stream().map(number -> whole(key, number)).toList()));
        return lists;
    }

    private int whole(String key, @Nullable Object value) {
        return switch (value) {
            case Integer number -> number;
            case Long number when number == number.intValue() -> number.intValue();
            case null -> throw malformed(key, "", "int", "made of whole numbers");
            case Object other -> throw malformed(key, other, "int", "made of whole numbers");
        };
    }

    /** The block under {@code key}; empty where there is none. */
    Optional<Fields> block(String key) {
        var value = raw(key);
        return value == null ? Optional.empty() : Optional.of(block(to(key), key, value));
    }

    /** The blocks of a map of blocks by name, as {@code tagged-addresses}. */
    Map<String, Fields> blockMap(String key) {
        var value = raw(key);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw malformed(key, value, "map", "blocks by name");
        }
        var blocks = new LinkedHashMap<String, Fields>();
        map.forEach((name, block) ->
                blocks.put(String.valueOf(name), block(then(to(key), String.valueOf(name)), key, block)));
        return blocks;
    }

    /** The blocks of a list; in files also of an object keyed by name, where the key becomes the name, or the id. */
    List<Fields> blocks(String key) {
        var value = raw(key);
        var blocks = new ArrayList<Fields>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                blocks.add(block(then(to(key), i), key, list.get(i)));
            }
        } else if (!body && value instanceof Map<?, ?> map) {
            map.forEach((name, block) -> blocks.add(
                    block(then(to(key), String.valueOf(name)), key, block).named(String.valueOf(name))));
        } else if (value != null) {
            throw malformed(key, value, "list", "a list of blocks or blocks by name");
        }
        return blocks;
    }

    /** This, with the name that its key gave it: its name where it has none of its own, else its id. */
    Fields named(String name) {
        var copy = new LinkedHashMap<String, Object>();
        values.forEach(copy::put);
        copy.putIfAbsent(written.getOrDefault(has("name") ? "id" : "name", has("name") ? "id" : "name"), name);
        return new Fields(copy, path, body);
    }

    /**
     * Declares the keys that there are; in files any other is refused.
     *
     * @param useful what an error proposes
     * @param others read too, if only to say that they have no effect
     */
    void only(Set<String> useful, Set<String> others) {
        known = new HashSet<>(useful);
        known.addAll(others);
        if (body) {
            return;
        }
        var names = known.stream().map(Keys::canonical).collect(Collectors.toSet());
        written.forEach((name, key) -> {
            if (!names.contains(name)) {
                throw new DefinitionException(then(path, key), true, Keys.unknown(key, useful, "docs/checks.md"));
            }
        });
    }

    void only(String... useful) {
        only(Set.of(useful), Set.of());
    }

    private Duration goDuration(String key, String text) {
        try {
            return Durations.go(text);
        } catch (IllegalArgumentException e) {
            throw new DefinitionException(to(key), true, "Request decode failed: " + e.getMessage());
        }
    }

    private String element(String key, @Nullable Object element) {
        return switch (element) {
            case null -> "";
            case String text -> text;
            case Number number when !body -> number.toString();
            case Boolean flag when !body -> flag.toString();
            case Object other -> throw malformed(key, other, "string", "made of texts");
        };
    }

    private Fields block(List<Object> at, String key, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw malformed(key, value == null ? "" : value, "struct", "a block");
        }
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((name, element) -> {
            if (element != null) {
                copy.put(String.valueOf(name), element);
            }
        });
        return new Fields(copy, at, body);
    }

    private @Nullable Object raw(String key) {
        if (!known.isEmpty() && !known.contains(key)) {
            throw new IllegalStateException("'" + key + "' is read but not declared");
        }
        var name = written.get(Keys.canonical(key));
        return name == null ? null : values.get(name);
    }

    private DefinitionException malformed(String key, Object value, String goType, String rule) {
        return new DefinitionException(
                to(key),
                true,
                body
                        ? "Request decode failed: json: cannot unmarshal " + Json.kind(value)
                                + " into Go struct field ." + Json.field(key) + " of type " + goType
                        : key + " must be " + rule + ", not " + Json.shown(value));
    }

    private List<Object> to(String key) {
        return then(path, written.getOrDefault(Keys.canonical(key), key));
    }

    private static List<Object> then(List<Object> path, Object step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }
}
