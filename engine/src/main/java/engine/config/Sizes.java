package engine.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sizes in bytes: {@code 4096}, {@code 4 KiB}, {@code 512k}, {@code 1 MB}. */
final class Sizes {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)\\s*([A-Za-z]{0,10})");

    private Sizes() {}

    /** The number of bytes that {@code text} means; empty where it is no size. */
    static Optional<Long> read(String text) {
        var match = FORM.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        return unit(match.group(2))
                .map(unit -> new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(unit)))
                .filter(bytes -> bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0)
                .map(BigDecimal::longValue);
    }

    /** Bytes in a unit as HOCON names them: kB is 1000; K, KB, Ki and KiB are 1024. */
    private static Optional<Long> unit(String name) {
        if (name.equals("kB")) {
            return Optional.of(1000L);
        }
        return Optional.ofNullable(
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "", "b", "byte", "bytes" -> 1L;
                    case "k", "kb", "ki", "kib", "kibibyte", "kibibytes" -> 1L << 10;
                    case "m", "mi", "mib", "mebibyte", "mebibytes" -> 1L << 20;
                    case "mb" -> 1_000_000L;
                    case "g", "gi", "gib", "gibibyte", "gibibytes" -> 1L << 30;
                    default -> null;
                });
    }
}
