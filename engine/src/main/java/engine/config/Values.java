package engine.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Typed reading of merged settings; whatever has another type than it should stops with its place, key and rule. */
final class Values {

    private static final int MOST_SHOWN = 60;
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private final ConfigObject root;

    Values(ConfigObject root) {
        this.root = root;
    }

    /** {@code text} as errors show it: without control characters, and not endless. */
    static String shorten(String text) {
        var line = text.codePoints()
                .limit(MOST_SHOWN + 1)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return text.length() > MOST_SHOWN ? line.substring(0, Math.min(line.length(), MOST_SHOWN)) + "..." : line;
    }

    /** The value at a dotted path. Every path that is asked for has a default in reference.conf. */
    ConfigValue at(String path) {
        ConfigValue value = root;
        for (var key : path.split("\\.")) {
            value = value instanceof ConfigObject object ? object.get(key) : null;
            if (value == null) {
                throw new IllegalStateException("reference.conf has no " + path);
            }
        }
        return value;
    }

    /** The error for the value at {@code path}. */
    ConfigException bad(String path, String rule) {
        var value = at(path);
        return new ConfigException(
                Place.of(value.origin()) + ": " + path + " must be " + rule + ", not " + shown(value));
    }

    /** An error that is about the value at {@code path} in other words. */
    ConfigException wrong(String path, String sentence) {
        return new ConfigException(Place.of(at(path).origin()) + ": " + sentence);
    }

    /** As {@link #wrong}, about two values: the place is that of the one that is no default. */
    ConfigException wrong(String path, String other, String sentence) {
        return wrong(isDefault(path) ? other : path, sentence);
    }

    /** Whether the value is that of reference.conf. */
    boolean isDefault(String path) {
        return at(path).origin().resource() != null;
    }

    String text(String path) {
        return scalar(at(path)).orElseThrow(() -> bad(path, "a text"));
    }

    boolean flag(String path) {
        return switch (text(path)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw bad(path, "true or false");
        };
    }

    /** As {@link #flag}; the empty text stands for {@code otherwise}. */
    boolean flag(String path, boolean otherwise) {
        return text(path).isEmpty() ? otherwise : flag(path);
    }

    /** A path of the file system; empty where none is set. */
    Optional<Path> path(String key) {
        var text = text(key);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException _) {
            throw bad(key, "a path");
        }
    }

    int number(String path, int min, int max) {
        var rule = "a whole number from " + min + " to " + max;
        var text = scalar(at(path)).orElseThrow(() -> bad(path, rule));
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // answered below
        }
        throw bad(path, rule);
    }

    /** A duration of at least {@code min}. A bare number says no unit and is refused, 0 excepted. */
    Duration duration(String path, Duration min) {
        return duration(path, at(path), min);
    }

    Duration duration(String path, ConfigValue value, Duration min) {
        return scalar(value)
                .flatMap(Durations::read)
                .filter(d -> d.compareTo(min) >= 0)
                .orElseThrow(() -> new ConfigException(Place.of(value.origin()) + ": " + path
                        + " must be a duration such as 10s, 500ms or 1m30s"
                        + (min.isPositive() ? " of at least " + Durations.text(min) : "") + ", not " + shown(value)));
    }

    /** As {@link #duration(String, Duration)}, and at most {@code max}. */
    Duration duration(String path, Duration min, Duration max) {
        var duration = duration(path, min);
        if (duration.compareTo(max) > 0) {
            throw bad(path, "a duration of at most " + max.toHours() + "h");
        }
        return duration;
    }

    /** Whole seconds of a duration; a bare number means seconds, as Consul has it for the SOA record. */
    int seconds(String path) {
        var text = text(path);
        var seconds = (text.matches("\\d{1,10}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                        : Durations.read(text))
                .map(Duration::toSeconds);
        return seconds.filter(s -> s <= Integer.MAX_VALUE)
                .map(Long::intValue)
                .orElseThrow(() -> bad(path, "a number of seconds"));
    }

    int size(String path, int min, int max) {
        return scalar(at(path))
                .flatMap(Sizes::read)
                .filter(bytes -> bytes >= min && bytes <= max)
                .map(Long::intValue)
                .orElseThrow(
                        () -> bad(path, "a size from " + min + " to " + max + " bytes, such as 4096 or \"512 KiB\""));
    }

    /** A list of texts; a text alone is a list of one, the empty one a list of none. */
    List<String> texts(String path) {
        return texts(path, at(path));
    }

    private List<String> texts(String path, ConfigValue value) {
        return elements(value).stream()
                .map(element -> scalar(element).orElseThrow(() -> bad(path, "a list of texts")))
                .toList();
    }

    /** The elements of a list; a value alone is a list of one, the empty text a list of none. */
    static List<ConfigValue> elements(ConfigValue value) {
        return value instanceof ConfigList list
                ? list
                : scalar(value).filter(String::isEmpty).isPresent() ? List.of() : List.of(value);
    }

    /** Texts by name, in order of names. */
    Map<String, String> map(String path) {
        var texts = new TreeMap<String, String>();
        if (at(path) instanceof ConfigObject object) {
            object.forEach((key, value) -> texts.put(
                    key,
                    scalar(value)
                            .orElseThrow(() -> new ConfigException(Place.of(value.origin()) + ": " + path + "." + key
                                    + " must be a text, not " + shown(value)))));
        }
        return texts;
    }

    /** IP addresses, separated by spaces or in a list. */
    List<String> addresses(String path) {
        var addresses = words(path);
        for (var address : addresses) {
            if (!isAddress(address)) {
                throw bad(path, "one or more IP addresses, separated by spaces");
            }
        }
        return addresses;
    }

    /** The same, and Unix sockets as {@code unix://} with a path. */
    List<String> addressesOrSockets(String path) {
        var addresses = words(path);
        for (var address : addresses) {
            if (!isAddress(address) && !address.startsWith("unix:///")) {
                throw bad(path, "one or more IP addresses, or unix:// with an absolute path, separated by spaces");
            }
        }
        return addresses;
    }

    private List<String> words(String path) {
        return texts(path).stream()
                .flatMap(text -> List.of(text.strip().split("\\s+")).stream())
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** One IP address; empty where none is set. */
    String address(String path) {
        var address = text(path).strip();
        if (address.startsWith("{{")) {
            throw bad(path, "an IP address (address templates are not in this version)");
        }
        if (!address.isEmpty() && !isAddress(address)) {
            throw bad(path, "an IP address");
        }
        return address;
    }

    static boolean isAddress(String text) {
        if (text.equals("localhost")) {
            return true;
        }
        // Java also reads 5 and 1.2 as IPv4 addresses.
        if (!text.contains(":") && !IPV4.matcher(text).matches()) {
            return false;
        }
        try {
            var _ = InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static Optional<String> scalar(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> Optional.of(String.valueOf(value.unwrapped()));
            case OBJECT, LIST, NULL -> Optional.empty();
        };
    }

    static String shown(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING -> "'" + shorten(String.valueOf(value.unwrapped())) + "'";
            case NUMBER, BOOLEAN, NULL -> String.valueOf(value.unwrapped());
            case OBJECT -> "a block";
            case LIST -> "a list";
        };
    }

    static boolean isNull(ConfigValue value) {
        return value.valueType() == ConfigValueType.NULL;
    }
}
