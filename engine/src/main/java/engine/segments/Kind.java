package engine.segments;

import org.jspecify.annotations.Nullable;

/** What a record of the log says. */
enum Kind {
    NO_OP(1),
    DATA(2),
    CONFIGURATION(3),
    /** Entries behind its index do not count any more. */
    CUT_TAIL(4),
    /** Entries before its index do not count any more. */
    CUT_HEAD(5);

    final byte code;

    Kind(int code) {
        this.code = (byte) code;
    }

    static @Nullable Kind of(byte code) {
        return switch (code) {
            case 1 -> NO_OP;
            case 2 -> DATA;
            case 3 -> CONFIGURATION;
            case 4 -> CUT_TAIL;
            case 5 -> CUT_HEAD;
            default -> null;
        };
    }
}
