package engine.config;

import engine.checks.CheckSpec;
import engine.checks.HttpExpectation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads what an HTTP check requests and expects. */
final class HttpCheckReader {

    static final Set<String> KEYS = Set.of(
            "http",
            "method",
            "header",
            "body",
            "disable-redirects",
            "unix-socket",
            "expect-status",
            "expect-body",
            "reject-body",
            "expect-header",
            "expect-json");

    private HttpCheckReader() {}

    /** @throws IllegalArgumentException for values that do not go together */
    static CheckSpec read(Fields fields) {
        var method = fields.text("method").toUpperCase(Locale.ROOT);
        if (!method.matches("[A-Z]{0,20}")) {
            throw CheckReader.invalid(
                    fields,
                    "method",
                    "method must be an HTTP method such as GET, not '" + Values.shorten(method) + "'");
        }
        var headers = fields.textLists("header");
        headers.forEach((name, values) -> validate(fields, name, values));
        return new CheckSpec.Http(
                uri(fields.text("http")),
                method,
                headers,
                fields.text("body"),
                fields.flag("disable-redirects"),
                TlsReader.read(fields),
                new HttpExpectation(
                        fields.scalars("expect-status"),
                        fields.text("expect-body"),
                        fields.text("reject-body"),
                        texts(fields, "expect-header"),
                        texts(fields, "expect-json")),
                fields.text("unix-socket"));
    }

    /** What could not be sent, or would be sent as more than this header. */
    private static void validate(Fields fields, String name, List<String> values) {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}")) {
            throw CheckReader.invalid(
                    fields,
                    "header",
                    "header needs names made of letters, digits and -, not '" + Values.shorten(name) + "'");
        }
        if (values.stream().anyMatch(value -> value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0))) {
            throw CheckReader.invalid(
                    fields, "header", "header " + name + " must be one line, without control characters");
        }
    }

    private static Map<String, String> texts(Fields fields, String key) {
        var texts = fields.textMap(key);
        return texts == null ? Map.of() : texts;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException(
                    "an http check needs an http:// or https:// URL, not '" + Values.shorten(text) + "'");
        }
    }
}
