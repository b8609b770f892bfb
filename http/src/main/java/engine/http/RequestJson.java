package engine.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON in a request's body: maps, lists, strings, Long, BigInteger, Double, Boolean and null, keys as
 * written, the last of a repeated key. What follows the value is not looked at. All failures are a {@link Refusal}.
 */
final class RequestJson {
    /** Deeper than any definition of the API, shallow enough for the stack. */
    private static final int MAX_DEPTH = 64;

    static final String DECODE_FAILED = "Request decode failed";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(100)
                    .maxNameLength(4096)
                    .build())
            .build();

    private RequestJson() {}

    static Map<String, @Nullable Object> object(ByteString body) {
        return object(body, DECODE_FAILED);
    }

    /** @param failed how a refusal begins */
    static Map<String, @Nullable Object> object(ByteString body, String failed) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        parse(body, failed, in -> {
            switch (in.nextToken()) {
                case null -> throw refusal(failed, "EOF");
                case VALUE_NULL -> {}
                case START_OBJECT -> members.putAll(map(in));
                case JsonToken token -> throw unexpected(failed, "object", token);
            }
        });
        return members;
    }

    /**
     * The array in a body; empty for null.
     *
     * @param failed how a refusal begins
     */
    static List<@Nullable Object> array(ByteString body, String failed) {
        var items = new ArrayList<@Nullable Object>();
        parse(body, failed, in -> {
            switch (in.nextToken()) {
                case null -> throw refusal(failed, "EOF");
                case VALUE_NULL -> {}
                case START_ARRAY -> items.addAll(list(in));
                case JsonToken token -> throw unexpected(failed, "array", token);
            }
        });
        return items;
    }

    /** Has a body read; what is no JSON is refused. */
    static void parse(ByteString body, String failed, Consumer<JsonParser> read) {
        try (var in = FACTORY.createParser(ObjectReadContext.empty(), body.toArrayUnsafe())) {
            read.accept(in);
        } catch (UnexpectedEndOfInputException _) {
            throw refusal(failed, "unexpected EOF");
        } catch (StreamConstraintsException _) {
            throw refusal(failed, "nested deeper than " + MAX_DEPTH + " levels, or a number of more than 100 digits");
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw refusal(
                    failed,
                    "invalid JSON" + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
        }
    }

    /** For a body that begins with another token than it must. */
    static Refusal unexpected(String failed, String expected, JsonToken token) {
        var found = switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "a number";
        };
        return refusal(failed, "expected a JSON " + expected + ", got " + found);
    }

    /** The member with this name in any case, as clients may write it; empty text when it is not there or null. */
    static String text(Map<String, @Nullable Object> object, String name) {
        for (var entry : object.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return switch (entry.getValue()) {
                    case null -> "";
                    case String text -> text;
                    default -> throw refusal(DECODE_FAILED, "the value of \"" + name + "\" must be a string");
                };
            }
        }
        return "";
    }

    private static Map<String, @Nullable Object> map(JsonParser in) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var name = whole(in.currentName());
            in.nextToken();
            map.put(name, value(in));
        }
        return map;
    }

    private static List<@Nullable Object> list(JsonParser in) {
        var list = new ArrayList<@Nullable Object>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(in));
        }
        return list;
    }

    private static @Nullable Object value(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> map(in);
            case START_ARRAY -> list(in);
            case VALUE_STRING -> whole(in.getString());
            case VALUE_NUMBER_INT -> {
                var number = in.getNumberValue();
                yield number instanceof Integer ? Long.valueOf(number.longValue()) : number;
            }
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /** Halves of surrogate pairs replaced: they have no UTF-8 and could not be written into an answer again. */
    static String whole(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\ufffd' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    static Refusal refusal(String failed, String why) {
        return new Refusal(400, failed + ": " + why);
    }
}
