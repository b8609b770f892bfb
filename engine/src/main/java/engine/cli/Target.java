package engine.cli;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Path and query of a request, percent-encoded (RFC 3986) as they are added. */
final class Target {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private final StringBuilder text;
    private boolean query;

    private Target(String path) {
        this.text = new StringBuilder(path);
    }

    /** A path that needs no encoding. */
    static Target of(String path) {
        return new Target(path);
    }

    /** Adds to the path; slashes stay what they are. */
    Target path(String raw) {
        encode(raw, true);
        return this;
    }

    /** Adds a parameter, unless its value is null or empty. */
    Target with(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            with(name);
            text.append('=');
            encode(value, false);
        }
        return this;
    }

    /** Adds a parameter without a value. */
    Target with(String name) {
        text.append(query ? '&' : '?').append(name);
        query = true;
        return this;
    }

    /** Adds what {@link Syntax#DATACENTER}, {@link Syntax#STALE} and {@link Syntax#CONSISTENT} say. */
    Target where(Arguments arguments) {
        with("dc", arguments.value("datacenter"));
        boolean stale = arguments.has("stale");
        boolean consistent = arguments.has("consistent");
        if (stale && consistent) {
            throw Failure.usage("--stale and --consistent exclude each other.");
        }
        return stale ? with("stale") : consistent ? with("consistent") : this;
    }

    private void encode(String raw, boolean slashes) {
        for (byte b : raw.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (UNRESERVED.indexOf(c) >= 0 || (slashes && c == '/')) {
                text.append(c);
            } else {
                text.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
