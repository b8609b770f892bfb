package engine.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) into maps, lists, strings, {@link Long}, {@link BigDecimal}, booleans and null. A reader of our
 * own because loading a library costs 10 ms, a fifth of a call.
 */
final class Json {
    /** Levels of nesting; deeper is refused, so that no answer can overflow the stack. */
    private static final int MAX_DEPTH = 200;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** The value that a text is; a failure when it is not JSON. */
    static @Nullable Object parse(String text) {
        var json = new Json(text);
        var value = json.value(0);
        json.space();
        if (json.at < text.length()) {
            throw json.wrong();
        }
        return value;
    }

    private @Nullable Object value(int depth) {
        space();
        if (at >= text.length() || depth > MAX_DEPTH) {
            throw wrong();
        }
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        at++;
        if (next('}')) {
            return map;
        }
        do {
            space();
            var key = string();
            if (!next(':')) {
                throw wrong();
            }
            map.put(key, value(depth + 1));
        } while (next(','));
        if (!next('}')) {
            throw wrong();
        }
        return map;
    }

    private List<@Nullable Object> array(int depth) {
        var list = new ArrayList<@Nullable Object>();
        at++;
        if (next(']')) {
            return list;
        }
        do {
            list.add(value(depth + 1));
        } while (next(','));
        if (!next(']')) {
            throw wrong();
        }
        return list;
    }

    private String string() {
        if (at >= text.length() || text.charAt(at) != '"') {
            throw wrong();
        }
        at++;
        var out = new StringBuilder();
        while (true) {
            char c = take();
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                throw wrong();
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = take();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            default -> throw wrong();
        };
    }

    private int hex() {
        int digit = Character.digit(take(), 16);
        if (digit < 0) {
            throw wrong();
        }
        return digit;
    }

    private char take() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at++);
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong();
        }
        at += word.length();
        return value;
    }

    private Object number() {
        int start = at;
        next('-');
        if (!next('0')) {
            digits();
        }
        boolean whole = true;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
            whole = false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            digits();
            whole = false;
        }
        var literal = text.substring(start, at);
        try {
            return whole && literal.length() < 19 ? (Object) Long.valueOf(literal) : new BigDecimal(literal);
        } catch (NumberFormatException _) {
            throw wrong();
        }
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong();
        }
    }

    /** Takes a mark if it is next; before all but digits and signs there may be space. */
    private boolean next(char mark) {
        if (mark != '-' && mark != '0') {
            space();
        }
        if (at < text.length() && text.charAt(at) == mark) {
            at++;
            return true;
        }
        return false;
    }

    private void space() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    private Failure wrong() {
        return new Failure("the answer is not JSON (at character " + at + ").");
    }
}
