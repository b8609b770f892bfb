package engine.http;

import java.util.OptionalLong;

/** Numbers and truth values as request parameters write them. */
final class Numbers {

    private Numbers() {}

    /** An unsigned number of 64 bits; empty when the text is none. */
    static OptionalLong unsigned(String text) {
        if (text.isEmpty() || text.length() > 20 || !digits(text)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(text));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    /** An unsigned number that the request must get right, refused in the words clients know. */
    static long parameter(String text) {
        return unsigned(text)
                .orElseThrow(() -> new Refusal(
                        400,
                        "strconv.ParseUint: parsing \"" + text + "\": "
                                + (!text.isEmpty() && digits(text) ? "value out of range" : "invalid syntax")));
    }

    /** True, false, or a {@link Refusal} with this sentence. */
    static boolean truth(String text, String sentence) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw new Refusal(400, sentence);
        };
    }

    private static boolean digits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
