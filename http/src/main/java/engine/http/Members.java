package engine.http;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object by the names of its members, in any case, as clients may write them. A member that is not there is as if it
 * were empty; one of the wrong kind is refused.
 *
 * @param failed how a refusal begins
 * @param path names the object in a refusal, with a dot at its end; empty for the whole body
 */
record Members(Map<String, @Nullable Object> values, String failed, String path) {
    private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(64);

    /** What a value that shall be an object is, for one in an array at {@code path}. */
    static Members of(@Nullable Object value, String failed, String path) {
        return new Members(map(value, failed, path), failed, path + '.');
    }

    /** The value of a member; null when it is null or not there. */
    @Nullable
    Object value(String name) {
        var exact = values.get(name);
        if (exact != null) {
            return exact;
        }
        for (var member : values.entrySet()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                return member.getValue();
            }
        }
        return null;
    }

    /** Whether there is such a member, be it null. */
    boolean has(String name) {
        return values.keySet().stream().anyMatch(name::equalsIgnoreCase);
    }

    String text(String name) {
        return switch (value(name)) {
            case null -> "";
            case String text -> text;
            default -> throw wrong(name, "a string");
        };
    }

    /** A number from 0 to 2^64 - 1. */
    long unsigned(String name) {
        return switch (value(name)) {
            case null -> 0;
            case Long number when number >= 0 -> number;
            case BigInteger number when number.signum() > 0 && number.compareTo(UNSIGNED_END) < 0 -> number.longValue();
            default -> throw wrong(name, "a whole number from 0 to 18446744073709551615");
        };
    }

    /** Bytes in Base64. */
    ByteString bytes(String name) {
        return base64(text(name), failed);
    }

    static ByteString base64(String text, String failed) {
        try {
            if (text.length() % 4 == 0) {
                return ByteString.fromArrayUnsafe(Base64.getDecoder().decode(text));
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw RequestJson.refusal(failed, "illegal base64 data: values are written in Base64 with padding");
    }

    /** Texts; empty when there is no such member. */
    Optional<List<String>> texts(String name) {
        return list(name).map(items -> {
            var texts = new ArrayList<String>();
            for (var item : items) {
                if (!(item instanceof String text)) {
                    throw wrong(name, "a list of strings");
                }
                texts.add(text);
            }
            return texts;
        });
    }

    /** The objects in a list; empty when there is no such member. */
    Optional<List<Members>> objects(String name) {
        return list(name)
                .map(items -> items.stream()
                        .map(item -> of(item, failed, path + name))
                        .toList());
    }

    Optional<Members> object(String name) {
        var value = value(name);
        return value == null ? Optional.empty() : Optional.of(of(value, failed, path + name));
    }

    private Optional<List<?>> list(String name) {
        return switch (value(name)) {
            case null -> Optional.empty();
            case List<?> items -> Optional.of(items);
            default -> throw wrong(name, "a list");
        };
    }

    private Refusal wrong(String name, String expected) {
        return RequestJson.refusal(failed, path + name + " must be " + expected);
    }

    private static Map<String, @Nullable Object> map(@Nullable Object value, String failed, String path) {
        if (value instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // as RequestJson makes them
            var members = (Map<String, @Nullable Object>) map;
            return members;
        }
        throw RequestJson.refusal(failed, path + " must be an object");
    }
}
