package engine.http;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.pekko.util.ByteString;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads what {@code kv export} writes: a list of objects with key, flags and value in Base64. */
final class KvImport {
    /** Keys in an import: each costs memory beside its bytes. */
    static final int MOST_KEYS = 100_000;

    /** Bytes that are set at once. */
    static final int MOST_AT_ONCE = 1 << 20;

    /** What a key costs beside its name and value. */
    private static final int COST = 64;

    private static final String FAILED = "Failed to parse body";
    private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(64);

    private KvImport() {}

    /** The keys to set, each once; the last of a repeated one counts. A {@link Refusal} says what is wrong. */
    static List<KeyValues.Put> read(ByteString body, int maxValueSize) {
        Map<String, KeyValues.Put> puts = new LinkedHashMap<>();
        RequestJson.parse(body, FAILED, in -> {
            switch (in.nextToken()) {
                case null -> throw RequestJson.refusal(FAILED, "EOF");
                case VALUE_NULL -> {}
                case START_ARRAY -> puts(in, maxValueSize, puts);
                case JsonToken token -> throw RequestJson.unexpected(FAILED, "array", token);
            }
        });
        return List.copyOf(puts.values());
    }

    private static void puts(JsonParser in, int maxValueSize, Map<String, KeyValues.Put> puts) {
        for (var at = 0; in.nextToken() != JsonToken.END_ARRAY; at++) {
            var put = put(in, at, maxValueSize);
            puts.put(put.key(), put);
            if (puts.size() > MOST_KEYS) {
                throw new Refusal(
                        413, "Too many keys: at most " + MOST_KEYS + " can be imported at once. Import them in parts.");
            }
        }
    }

    /** The same in parts that are small enough to be set at once, in order. */
    static List<List<KeyValues.Put>> parts(List<KeyValues.Put> puts) {
        var parts = new ArrayList<List<KeyValues.Put>>();
        var begin = 0;
        var size = 0L;
        for (var i = 0; i < puts.size(); i++) {
            var put = puts.get(i);
            var cost = put.key().length() * 3L + put.value().size() + COST;
            if (i > begin && size + cost > MOST_AT_ONCE) {
                parts.add(puts.subList(begin, i));
                begin = i;
                size = 0;
            }
            size += cost;
        }
        if (begin < puts.size()) {
            parts.add(puts.subList(begin, puts.size()));
        }
        return parts;
    }

    private static KeyValues.Put put(JsonParser in, int at, int maxValueSize) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(at, "must be an object");
        }
        var key = "";
        var value = ByteString.emptyByteString();
        var flags = 0L;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var name = in.currentName();
            in.nextToken();
            if (name.equalsIgnoreCase("key")) {
                key = text(in, at, "key");
            } else if (name.equalsIgnoreCase("value")) {
                value = Members.base64(text(in, at, "value"), FAILED + ": entry " + at);
            } else if (name.equalsIgnoreCase("flags")) {
                flags = flags(in, at);
            } else {
                in.skipChildren();
            }
        }
        if (key.isEmpty()) {
            throw wrong(at, "must have a key");
        }
        if (value.size() > maxValueSize) {
            throw new Refusal(
                    413,
                    "Value for key \"" + key + "\" is too large (" + value.size() + " > " + maxValueSize + " bytes)");
        }
        return new KeyValues.Put(
                KeyText.checked(KeyText.of(RequestJson.whole(key))), value, flags, OptionalLong.empty(), Duration.ZERO);
    }

    private static String text(JsonParser in, int at, String name) {
        return switch (in.currentToken()) {
            case VALUE_STRING -> in.getString();
            case VALUE_NULL -> "";
            default -> throw wrong(at, name + " must be a string");
        };
    }

    private static long flags(JsonParser in, int at) {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return 0;
        }
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            var flags = in.getBigIntegerValue();
            if (flags.signum() >= 0 && flags.compareTo(UNSIGNED_END) < 0) {
                return flags.longValue();
            }
        }
        throw wrong(at, "flags must be a whole number from 0 to 18446744073709551615");
    }

    private static Refusal wrong(int at, String what) {
        return RequestJson.refusal(FAILED, "entry " + at + ' ' + what);
    }
}
