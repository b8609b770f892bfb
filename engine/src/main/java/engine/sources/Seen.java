package engine.sources;

import engine.text.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What was seen of checks, instances and nodes, as a text to be kept over a restart: a row for each. */
final class Seen {
    /** Rows that are kept; where there are more, none: the text is written anew with every change. */
    static final int LIMIT = 5_000;

    private Seen() {}

    /** What belongs to a node. */
    static String name(String node, String id) {
        return node + "\0" + id;
    }

    /** Node and id of a name. */
    static Stream<String> parts(String name) {
        return Stream.of(name.split("\0", 2));
    }

    /** The same for the same rows; empty where there are too many. */
    static <V> String text(Map<String, V> all, BiFunction<String, V, Stream<String>> row) {
        if (all.size() > LIMIT) {
            return "";
        }
        var rows = new ArrayList<List<String>>();
        new TreeMap<>(all).forEach((name, is) -> rows.add(row.apply(name, is).toList()));
        return Json.text(rows);
    }

    /** The rows of a text. */
    static List<List<String>> rows(String text) {
        var rows = new ArrayList<List<String>>();
        if (Json.parse(text) instanceof List<?> all) {
            for (var one : all) {
                if (one instanceof List<?> row) {
                    rows.add(row.stream().map(String::valueOf).toList());
                }
            }
        }
        return rows;
    }
}
