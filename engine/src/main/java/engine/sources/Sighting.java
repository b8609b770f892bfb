package engine.sources;

import engine.text.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened that a trigger waits for.
 *
 * @param text in words, for people
 * @param subject the same on every node that saw the same
 * @param blur how far apart the times of two nodes may lie for the same thing, where the subject does not tell this time from an
 *     earlier one
 * @param variables of the environment
 */
record Sighting(
        String text, String subject, Duration blur, Instant at, Map<String, String> variables, ByteString payload) {
    /** Bytes of a variable, which shares its room with all others and the arguments. */
    private static final int MAX_VARIABLE = 32 * 1024;

    /** How far apart two servers see the same failure. */
    static final Duration BLUR = Duration.ofSeconds(30);

    Sighting {
        variables = Map.copyOf(variables);
    }

    /**
     * With the fields as a JSON object for payload, and each as a variable.
     *
     * @param source what the names of the variables begin with
     */
    static Sighting of(
            String source,
            String text,
            String subject,
            Duration blur,
            Instant at,
            Map<String, @Nullable Object> fields) {
        var variables = new LinkedHashMap<String, String>();
        fields.forEach((name, value) ->
                variable(name, value).ifPresent(said -> variables.put("ENGINE_" + source + "_" + upper(name), said)));
        return new Sighting(text, subject, blur, at, variables, ByteString.fromString(Json.text(fields)));
    }

    /** {@code OldValue} is {@code OLD_VALUE}, and {@code CheckID} is {@code CHECK_ID}. */
    private static String upper(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private static Optional<String> variable(String name, @Nullable Object value) {
        var said = value == null
                ? Optional.<String>empty()
                : name.endsWith("Value") ? decoded(value.toString()) : Optional.of(value.toString());
        return said.filter(text -> text.indexOf('\0') < 0 && text.length() <= MAX_VARIABLE);
    }

    /** The value of a key, if it is text. */
    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
