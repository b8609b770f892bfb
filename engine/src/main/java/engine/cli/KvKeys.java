package engine.cli;

import org.jspecify.annotations.Nullable;

/** Keys and conditions of the {@code kv} commands. */
final class KvKeys {
    private KvKeys() {}

    /** The first operand. No key begins with a slash, but people write one. */
    static String of(Arguments arguments) {
        var key = arguments.operands().isEmpty() ? "" : arguments.operands().getFirst();
        return key.startsWith("/") ? key.substring(1) : key;
    }

    /** The index that {@code --cas} compares with; null without it. */
    static @Nullable String compareWith(Arguments arguments) {
        var index = arguments.unsigned("modify-index");
        if (!arguments.has("cas")) {
            return null;
        }
        if (index == null) {
            throw Failure.usage("--cas needs --modify-index beside it.");
        }
        return index;
    }
}
