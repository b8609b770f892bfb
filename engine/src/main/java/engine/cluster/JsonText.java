package engine.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * An object that was read from JSON of anybody. What is missing or of another kind fails with a sentence, an {@link
 * IllegalArgumentException}; names that are not asked for do not matter.
 */
final class JsonText {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(30)
                    .maxNameLength(256)
                    .build())
            .build();
    /** Of each text: longer than any name or address may be. */
    private static final int MAX_TEXT = 512;

    private final Map<?, ?> values;

    private JsonText(Map<?, ?> values) {
        this.values = values;
    }

    static JsonText of(byte[] json, int maxBytes) {
        if (json.length > maxBytes) {
            throw new IllegalArgumentException("it has " + json.length + " bytes, more than " + maxBytes);
        }
        try (var in = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            if (in.nextToken() == JsonToken.START_OBJECT && value(in) instanceof Map<?, ?> map) {
                return new JsonText(map);
            }
        } catch (JacksonException _) {
            throw new IllegalArgumentException("it is not JSON");
        }
        throw new IllegalArgumentException("it is not a JSON object");
    }

    private static @Nullable Object value(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    var name = in.currentName();
                    in.nextToken();
                    map.put(name, value(in));
                }
                yield map;
            }
            case START_ARRAY -> {
                var list = new ArrayList<@Nullable Object>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(in));
                }
                yield list;
            }
            case VALUE_STRING -> in.getString();
            case VALUE_NUMBER_INT -> in.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? null : in.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /** A text without control characters, as it goes to logs. */
    String text(String name) {
        if (values.get(name) instanceof String text) {
            if (text.length() <= MAX_TEXT && text.chars().noneMatch(Character::isISOControl)) {
                return text;
            }
            throw new IllegalArgumentException(name + " is too long or has control characters");
        }
        throw new IllegalArgumentException(name + " is missing or not a text");
    }

    /** A text that is not empty. */
    String name(String name) {
        var text = text(name);
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        return text;
    }

    long number(String name) {
        if (values.get(name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException(name + " is missing or not a whole number");
    }

    boolean flag(String name) {
        if (values.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw new IllegalArgumentException(name + " is missing or neither true nor false");
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    JsonText object(String name) {
        if (values.get(name) instanceof Map<?, ?> map) {
            return new JsonText(map);
        }
        throw new IllegalArgumentException(name + " is missing or not an object");
    }

    List<JsonText> objects(String name) {
        if (!(values.get(name) instanceof List<?> list) || list.size() > KnownServers.MAX) {
            throw new IllegalArgumentException(
                    name + " is missing, not a list, or has more than " + KnownServers.MAX + " entries");
        }
        var objects = new ArrayList<JsonText>();
        for (var each : list) {
            if (!(each instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException(name + " has an entry that is not an object");
            }
            objects.add(new JsonText(map));
        }
        return objects;
    }
}
