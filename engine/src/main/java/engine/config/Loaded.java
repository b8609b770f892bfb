package engine.config;

import java.util.List;

/**
 * A configuration that can be used.
 *
 * @param warnings sentences about what is accepted without effect, each with file and line
 */
public record Loaded(Settings settings, List<String> warnings) {
    public Loaded {
        warnings = List.copyOf(warnings);
    }
}
