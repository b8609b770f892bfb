package engine.config;

import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** The cluster secret. Its text form says nothing, so that no log or error can show it. */
public record Secret(String base64) {

    private static final Set<Integer> SIZES = Set.of(16, 24, 32);

    /** The bytes, 16, 24 or 32 of them; a copy of the caller's own. */
    public byte[] bytes() {
        return Base64.getDecoder().decode(base64);
    }

    /** Reads what {@code engine keygen} prints; empty for anything else. */
    static Optional<Secret> read(String text) {
        try {
            return SIZES.contains(Base64.getDecoder().decode(text).length)
                    ? Optional.of(new Secret(text))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "hidden";
    }
}
