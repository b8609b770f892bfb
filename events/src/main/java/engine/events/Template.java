package engine.events;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.util.ByteString;

/**
 * A text with variables of the event in it, such as <code>{{node}}</code>: as they are, or as a JSON string
 * (<code>{{json payload}}</code>), percent-encoded (<code>{{url payload}}</code>) or in base64.
 */
public record Template(List<Part> parts) {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*(?:([a-z0-9]+)\\s+)?([a-z-]+)\\s*}}");

    /** No text at all. */
    public static final Template EMPTY = new Template(List.of());

    /** The payload, byte for byte. */
    public static final Template PAYLOAD = new Template(List.of(new Part.Variable(Form.PLAIN, Name.PAYLOAD)));

    public Template {
        parts = List.copyOf(parts);
    }

    /** A piece of a template. */
    public sealed interface Part {
        /** Text that stays as it is. */
        record Text(String text) implements Part {}

        /** Where something of the event is put in. */
        record Variable(Form form, Name name) implements Part {}
    }

    /** How a variable is put in. */
    public enum Form {
        PLAIN,
        JSON,
        URL,
        BASE64
    }

    /** What there is to put in. */
    public enum Name {
        ID,
        NAME,
        PAYLOAD,
        LTIME,
        FIRED_BY,
        NODE,
        TRIGGER;

        ByteString of(Occasion occasion) {
            var event = occasion.event();
            return switch (this) {
                case ID -> ByteString.fromString(event.id());
                case NAME -> ByteString.fromString(event.name());
                case PAYLOAD -> event.payload();
                case LTIME -> ByteString.fromString(Long.toString(event.lamportTime()));
                case FIRED_BY -> ByteString.fromString(event.firedBy());
                case NODE -> ByteString.fromString(occasion.node());
                case TRIGGER -> ByteString.fromString(occasion.trigger());
            };
        }

        /** As it is written, such as {@code fired-by}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException with a sentence when a variable is none
     */
    public static Template of(String text) {
        return of(text, Form.PLAIN);
    }

    /** The same for a URL: what is put in is percent-encoded, so that it cannot lead elsewhere. */
    public static Template ofUrl(String text) {
        return of(text, Form.URL);
    }

    private static Template of(String text, Form plain) {
        var parts = new ArrayList<Part>();
        var found = VARIABLE.matcher(text);
        var end = 0;
        while (found.find()) {
            literal(parts, text.substring(end, found.start()));
            parts.add(new Part.Variable(
                    found.group(1) == null ? plain : form(found.group(1), found.group()),
                    name(found.group(2), found.group())));
            end = found.end();
        }
        literal(parts, text.substring(end));
        return new Template(parts);
    }

    private static void literal(List<Part> parts, String text) {
        if (text.contains("{{")) {
            throw new IllegalArgumentException("'{{' begins a variable, such as {{payload}} or {{json payload}}");
        }
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
    }

    private static Form form(String text, String whole) {
        return switch (text) {
            case "json" -> Form.JSON;
            case "url" -> Form.URL;
            case "base64" -> Form.BASE64;
            default -> throw new IllegalArgumentException(whole + ": a variable can be put in as json, url or base64");
        };
    }

    private static Name name(String text, String whole) {
        return Arrays.stream(Name.values())
                .filter(name -> name.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(whole + " is no variable: there are "
                        + Arrays.stream(Name.values()).map(Name::text).collect(Collectors.joining(", "))));
    }

    /** The text for an event, byte for byte. */
    ByteString bytes(Occasion occasion) {
        return parts.stream()
                .map(part -> switch (part) {
                    case Part.Text(var text) -> ByteString.fromString(text);
                    case Part.Variable(var form, var name) -> shown(form, name.of(occasion));
                })
                .reduce(ByteString.emptyByteString(), ByteString::concat);
    }

    /** The same as text: bytes that are no UTF-8 are replaced. */
    String text(Occasion occasion) {
        return bytes(occasion).utf8String();
    }

    private static ByteString shown(Form form, ByteString value) {
        return switch (form) {
            case PLAIN -> value;
            case JSON -> ByteString.fromString(json(value.utf8String()));
            case URL ->
                // The JDK encodes for forms, where a space is a plus.
                ByteString.fromString(URLEncoder.encode(value.utf8String(), StandardCharsets.UTF_8)
                        .replace("+", "%20"));
            case BASE64 -> value.encodeBase64();
        };
    }

    /** A JSON string, with its quotes. */
    static String json(String text) {
        var json = new StringBuilder(text.length() + 2).append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
