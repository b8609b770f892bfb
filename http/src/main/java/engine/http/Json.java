package engine.http;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/** Writes JSON as Go does: maps in order of their keys, {@code < > &} escaped, pretty with four spaces and a newline. */
final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .characterEscapes(new GoEscapes())
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();
    private static final ObjectWriteContext PRETTY = new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return prettyPrinter();
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    };

    private Json() {}

    /** A JSON value that can write itself. */
    @FunctionalInterface
    interface Value {
        void write(JsonGenerator out);
    }

    /** The value as UTF-8. */
    static ByteString bytes(boolean pretty, Value value) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = FACTORY.createGenerator(pretty ? PRETTY : ObjectWriteContext.empty(), bytes)) {
            value.write(out);
        }
        if (pretty) {
            bytes.write('\n');
        }
        return ByteString.fromArrayUnsafe(bytes.toByteArray());
    }

    static <T> void array(JsonGenerator out, Iterable<T> items, BiConsumer<JsonGenerator, T> item) {
        out.writeStartArray();
        for (var one : items) {
            item.accept(out, one);
        }
        out.writeEndArray();
    }

    static void strings(JsonGenerator out, String name, Collection<String> items) {
        out.writeName(name);
        array(out, items, JsonGenerator::writeString);
    }

    /** An object of strings; null stays null. */
    static void strings(JsonGenerator out, String name, @Nullable Map<String, String> entries) {
        out.writeName(name);
        if (entries == null) {
            out.writeNull();
        } else {
            object(out, entries, JsonGenerator::writeString);
        }
    }

    static <T> void object(JsonGenerator out, Map<String, T> entries, BiConsumer<JsonGenerator, T> value) {
        out.writeStartObject();
        for (var entry : sorted(entries).entrySet()) {
            out.writeName(entry.getKey());
            value.accept(out, entry.getValue());
        }
        out.writeEndObject();
    }

    /** What a parsed document or a settings tree consists of; anything else as its text. */
    static void any(JsonGenerator out, @Nullable Object value) {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean truth -> out.writeBoolean(truth);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Map<?, ?> map -> {
                var named = new TreeMap<String, @Nullable Object>();
                map.forEach((k, v) -> named.put(String.valueOf(k), v));
                out.writeStartObject();
                named.forEach((k, v) -> {
                    out.writeName(k);
                    any(out, v);
                });
                out.writeEndObject();
            }
            case Collection<?> items -> {
                out.writeStartArray();
                items.forEach(item -> any(out, item));
                out.writeEndArray();
            }
            default -> out.writeString(value.toString());
        }
    }

    private static <T> Map<String, T> sorted(Map<String, T> entries) {
        return entries.size() < 2 || entries instanceof SortedMap ? entries : new TreeMap<>(entries);
    }

    private static PrettyPrinter prettyPrinter() {
        var indenter = new DefaultIndenter("    ", "\n");
        return new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withArrayIndenter(indenter)
                .withObjectIndenter(indenter);
    }

    /** What Go escapes beyond the standard so that JSON can stand in HTML. */
    private static final class GoEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        private final int[] ascii = standardAsciiEscapesForJSON();

        GoEscapes() {
            for (var c : new char[] {'<', '>', '&', '\b', '\f'}) {
                ascii[c] = ESCAPE_STANDARD;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int ch) {
            return null;
        }
    }
}
