package engine.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command line that was understood.
 *
 * @param given options in the order given
 * @param operands what is no option
 */
record Arguments(List<Given> given, List<String> operands) {

    /** An option as given; a flag's value is {@code true} or {@code false}. */
    record Given(String name, String value) {}

    /** Whether a flag is set, or an option given. */
    boolean has(String name) {
        var value = value(name);
        return value != null && !value.equals("false");
    }

    /** The last value given. */
    @Nullable
    String value(String name) {
        for (int i = given.size() - 1; i >= 0; i--) {
            if (given.get(i).name().equals(name)) {
                return given.get(i).value();
            }
        }
        return null;
    }

    String value(String name, String otherwise) {
        var value = value(name);
        return value == null ? otherwise : value;
    }

    List<String> values(String name) {
        var values = new ArrayList<String>();
        for (var one : given) {
            if (one.name().equals(name)) {
                values.add(one.value());
            }
        }
        return values;
    }

    /** An unsigned 64-bit number; usage failure when it is none. */
    @Nullable
    String unsigned(String name) {
        var value = value(name);
        if (value == null) {
            return null;
        }
        try {
            return Long.toUnsignedString(Long.parseUnsignedLong(value));
        } catch (NumberFormatException _) {
            throw Failure.usage("--" + name + " takes a whole number from 0, not '" + value + "'.");
        }
    }

    /** A time such as {@code 90s} or {@code 1m30s}; usage failure when it is none. */
    Duration duration(String name, Duration otherwise) {
        var value = value(name);
        if (value == null) {
            return otherwise;
        }
        var duration = Times.parse(value);
        if (duration == null) {
            throw Failure.usage("--" + name + " takes a time such as 500ms, 60s or 1m30s, not '" + value + "'.");
        }
        return duration;
    }

    /** A time as it was written, zero too; usage failure when it is none. */
    @Nullable
    String time(String name) {
        var value = value(name);
        if (value != null && !Times.isZero(value)) {
            duration(name, Duration.ZERO);
        }
        return value;
    }

    /** A name=value pair, or name:value; usage failure when there is no such mark. */
    static String[] pair(String name, String value, char mark) {
        int at = value.indexOf(mark);
        if (at < 1) {
            throw Failure.usage("--" + name + " takes NAME" + mark + "VALUE, not '" + value + "'.");
        }
        return new String[] {value.substring(0, at), value.substring(at + 1)};
    }
}
