package engine.events;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * What makes events of one name the same thing: of those with the same key only one counts within the window.
 *
 * @param text 1 to 128 bytes in UTF-8, without control characters
 * @param window how far apart, by when they were fired, two events must be to count both
 */
public record DeduplicationKey(String text, Duration window) {
    /** Bytes of a key in UTF-8. */
    public static final int MAX_TEXT = 128;

    /** The window where none is said. */
    public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(10);

    private static final Duration MIN_WINDOW = Duration.ofSeconds(1);
    private static final Duration MAX_WINDOW = Duration.ofHours(24);

    public DeduplicationKey {
        var size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size < 1 || size > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "User event key has %d bytes, it must have 1 to %d".formatted(size, MAX_TEXT));
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("User event key must not contain control characters");
        }
        if (window.compareTo(MIN_WINDOW) < 0 || window.compareTo(MAX_WINDOW) > 0) {
            throw new IllegalArgumentException("User event key window must be 1s to 24h");
        }
    }

    /** Whether an event fired at {@code one} is the same thing as one of this key and the same name fired at {@code other}. */
    public boolean covers(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(window) < 0;
    }
}
