package engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A JSON object of an answer: what is missing or of another type reads as empty, so that an older agent does no harm. */
record Fields(Map<?, ?> map) {

    static Fields of(@Nullable Object value) {
        return new Fields(value instanceof Map<?, ?> map ? map : Map.of());
    }

    /** The objects of an array. */
    static List<Fields> list(@Nullable Object value) {
        var all = new ArrayList<Fields>();
        if (value instanceof List<?> list) {
            for (var item : list) {
                all.add(of(item));
            }
        }
        return all;
    }

    /** A string or number as text; empty when it is missing or null. */
    String text(String name) {
        var value = map.get(name);
        return value == null ? "" : value.toString();
    }

    long number(String name) {
        return map.get(name) instanceof Number number ? number.longValue() : 0;
    }

    boolean truth(String name) {
        return Boolean.TRUE.equals(map.get(name));
    }

    Fields object(String name) {
        return of(map.get(name));
    }

    List<Fields> objects(String name) {
        return list(map.get(name));
    }

    /** An array of strings. */
    List<String> texts(String name) {
        return texts(map.get(name));
    }

    static List<String> texts(@Nullable Object value) {
        var all = new ArrayList<String>();
        if (value instanceof List<?> list) {
            for (var item : list) {
                all.add(String.valueOf(item));
            }
        }
        return all;
    }

    /** All members by name, in order of the names. */
    Map<String, @Nullable Object> sorted() {
        var sorted = new TreeMap<String, @Nullable Object>();
        for (var entry : map.entrySet()) {
            sorted.put(String.valueOf(entry.getKey()), entry.getValue());
        }
        return sorted;
    }

    /** Members as {@code a=1}, in order of their names. */
    String pairs(String separator) {
        var all = new ArrayList<String>();
        for (var entry : sorted().entrySet()) {
            all.add(entry.getKey() + "=" + entry.getValue());
        }
        return String.join(separator, all);
    }
}
