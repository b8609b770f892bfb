package engine.cli;

import engine.text.EditDistance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The known word that a mistyped one was probably meant to be. */
final class Nearest {
    private Nearest() {}

    /** The word at the least edit distance, when that is at most a third of the length (and at most 3); else null. */
    static @Nullable String to(String typed, List<String> words) {
        String best = null;
        int least = Math.min(3, Math.max(1, typed.length() / 3)) + 1;
        for (var word : words) {
            int distance = EditDistance.between(typed, word);
            if (distance < least) {
                least = distance;
                best = word;
            }
        }
        return best;
    }
}
