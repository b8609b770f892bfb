package engine.config;

import engine.checks.CheckSpec;
import engine.checks.HttpExpectation;
import java.net.URI;
import java.net.URISyntaxException;
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
            throw CheckReader.invalid(fields, "method", "method must be an HTTP method such as GET");
        }
        return new CheckSpec.Http(
                uri(fields.text("http")),
                method,
                fields.textLists("header"),
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
