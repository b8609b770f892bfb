package engine.recorded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Whether an answer has all that a recorded one has. What differs by nature is recorded as its kind: {@code <index>}, {@code <uuid>},
 * {@code <time>} and {@code <any>}. Lists have the same items in any order.
 */
final class Likeness {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*");
    private static final String[] NAMES = {"Node", "CheckID", "ServiceID", "ID", "Key", "Name", "Service"};

    private Likeness() {}

    /** Where and how it is unlike; empty when it is not. */
    static Optional<String> difference(JsonNode want, JsonNode got, String where) {
        if (want.isObject()) {
            return got.isObject() ? members(want, got, where) : unlike(want, got, where);
        }
        if (want.isArray()) {
            return got.isArray() && want.size() == got.size() ? items(want, got, where) : unlike(want, got, where);
        }
        return isLike(want, got) ? Optional.empty() : unlike(want, got, where);
    }

    private static Optional<String> members(JsonNode want, JsonNode got, String where) {
        for (var member : want.properties()) {
            var there = got.get(member.getKey());
            if (there == null) {
                return Optional.of(where + "." + member.getKey() + " is missing");
            }
            var difference = difference(member.getValue(), there, where + "." + member.getKey());
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> items(JsonNode want, JsonNode got, String where) {
        var wanted = sorted(want);
        var there = sorted(got);
        for (var i = 0; i < wanted.size(); i++) {
            var difference = difference(wanted.get(i), there.get(i), where + "[" + i + "]");
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static List<JsonNode> sorted(JsonNode list) {
        var items = new ArrayList<JsonNode>();
        list.forEach(items::add);
        items.sort(Comparator.comparing(Likeness::name));
        return items;
    }

    private static String name(JsonNode item) {
        return item.isObject()
                ? String.join(
                        " ",
                        Stream.of(NAMES)
                                .map(name -> item.path(name).asString(""))
                                .map(text -> UUID.matcher(text).matches() ? "<uuid>" : text)
                                .toList())
                : item.toString();
    }

    private static boolean isLike(JsonNode want, JsonNode got) {
        if (!want.isString()) {
            return want.equals(got);
        }
        return switch (want.asString()) {
            case "<any>" -> true;
            case "<index>" -> got.isIntegralNumber() && got.asLong() > 0;
            case "<uuid>" -> got.isString() && UUID.matcher(got.asString()).matches();
            case "<time>" -> got.isString() && TIME.matcher(got.asString()).matches();
            case String text -> got.isString() && got.asString().equals(text);
        };
    }

    private static Optional<String> unlike(JsonNode want, JsonNode got, String where) {
        return Optional.of(where + ": wanted " + want + ", got " + got);
    }
}
