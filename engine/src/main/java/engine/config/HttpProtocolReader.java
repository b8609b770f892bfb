package engine.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what {@code http-config} and {@code unix-sockets} say of connections and answers. */
final class HttpProtocolReader {
    private static final int KIB = 1024;
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern MODE = Pattern.compile("0?[0-7]{3}|");

    /** Of the connection: who sets them breaks it. */
    private static final Set<String> NOT_SET = Set.of("content-length", "transfer-encoding", "connection", "date");

    private final Values values;

    HttpProtocolReader(Values values) {
        this.values = values;
    }

    HttpProtocol read() {
        return new HttpProtocol(
                values.size("http-config.max-header-bytes", KIB, 1024 * KIB),
                values.duration("http-config.header-timeout", Duration.ofMillis(1)),
                values.duration("http-config.idle-timeout", Duration.ZERO),
                responseHeaders(),
                blockEndpoints(),
                networks(),
                values.flag("http-config.use-cache"),
                values.flag("disable-http-unprintable-char-filter"),
                accessLog(),
                sockets());
    }

    private Map<String, String> responseHeaders() {
        var headers = values.map("http-config.response-headers");
        headers.forEach((name, value) -> {
            if (!HEADER.matcher(name).matches()
                    || NOT_SET.contains(name.toLowerCase(Locale.ROOT))
                    || !value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
                throw values.wrong(
                        "http-config.response-headers",
                        "http-config.response-headers: '" + name
                                + "' must be the name of a header other than "
                                + String.join(", ", NOT_SET.stream().sorted().toList())
                                + ", and its value a line of ASCII");
            }
        });
        return headers;
    }

    private List<String> blockEndpoints() {
        var paths = values.texts("http-config.block-endpoints");
        if (paths.stream().anyMatch(path -> !path.startsWith("/"))) {
            throw values.bad("http-config.block-endpoints", "a list of paths that begin with /");
        }
        return paths;
    }

    private List<String> networks() {
        var networks = values.texts("http-config.allow-write-http-from");
        if (!networks.stream().allMatch(HttpProtocolReader::isNetwork)) {
            throw values.bad("http-config.allow-write-http-from", "a list of networks such as 10.0.0.0/8");
        }
        return networks;
    }

    private static boolean isNetwork(String text) {
        var slash = text.indexOf('/');
        try {
            var size =
                    InetAddress.ofLiteral(text.substring(0, Math.max(slash, 0))).getAddress().length * 8;
            var bits = Integer.parseInt(text.substring(slash + 1));
            return bits >= 0 && bits <= size;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private String accessLog() {
        var form = values.text("http-config.access-log").toLowerCase(Locale.ROOT);
        if (!Set.of("off", "text", "json", "false").contains(form)) {
            throw values.bad("http-config.access-log", "off, text or json");
        }
        return form.equals("false") ? "off" : form; // HOCON reads off as false
    }

    private HttpProtocol.Sockets sockets() {
        var mode = values.text("unix-sockets.mode");
        if (!MODE.matcher(mode).matches()) {
            throw values.bad("unix-sockets.mode", "an octal mode such as \"0660\"");
        }
        return new HttpProtocol.Sockets(values.text("unix-sockets.user"), values.text("unix-sockets.group"), mode);
    }
}
