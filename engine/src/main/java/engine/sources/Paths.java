package engine.sources;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Paths of the HTTP API. */
final class Paths {
    private Paths() {}

    /** Percent-encoded, but for the slashes. */
    static String encoded(String path) {
        return Arrays.stream(path.split("/", -1)).map(Paths::value).collect(Collectors.joining("/"));
    }

    /** All of it percent-encoded. */
    static String value(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
