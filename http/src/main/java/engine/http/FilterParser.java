package engine.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses filter expressions:
 *
 * <pre>
 * or     = and {"or" and}            and   = not {"and" not}
 * not    = "not" not | "(" or ")" | match
 * match  = selector ("==" | "!=" | ["not"] ("contains" | "matches")) value
 *        | selector "is" ["not"] "empty"
 *        | value ["not"] "in" selector
 * selector = name {"." name | "[" string "]"}
 * value  = selector | number | string           string = "..." | `...`
 * </pre>
 */
final class FilterParser {
    /** Bounds the stack that an expression can take. */
    private static final int MAX_DEPTH = 64;

    private static final int MAX_LENGTH = 16_384;

    private final String text;
    private int at;
    private int depth;

    private FilterParser(String text) {
        this.text = text;
    }

    /** The expression; a {@link FilterException} says where it goes wrong, as {@code line:column (offset)}. */
    static Filter parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new FilterException("A filter may have " + MAX_LENGTH + " characters, this one has " + text.length());
        }
        var parser = new FilterParser(text);
        var filter = parser.or();
        parser.skipSpace();
        if (parser.at < text.length()) {
            throw parser.expected("\"and\", \"or\" or the end");
        }
        return filter;
    }

    private Filter or() {
        var parts = new ArrayList<>(List.of(and()));
        while (word("or")) {
            parts.add(and());
        }
        return parts.size() == 1 ? parts.getFirst() : new Filter.Or(parts);
    }

    private Filter and() {
        var parts = new ArrayList<>(List.of(not()));
        while (word("and")) {
            parts.add(not());
        }
        return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
    }

    private Filter not() {
        if (++depth > MAX_DEPTH) {
            throw failure("nested deeper than " + MAX_DEPTH + " levels");
        }
        try {
            if (word("not")) {
                return new Filter.Not(not());
            }
            if (symbol("(")) {
                var inner = or();
                if (!symbol(")")) {
                    throw expected("\")\", \"and\" or \"or\"");
                }
                return inner;
            }
            return match();
        } finally {
            depth--;
        }
    }

    private Filter match() {
        var start = at;
        var left = operand();
        if (word("not")) {
            if (word("in")) {
                return new Filter.Match(selector(operand()), Filter.Operator.NOT_IN, left.value());
            }
            if (word("contains")) {
                return new Filter.Match(
                        selector(left, start), Filter.Operator.NOT_IN, operand().value());
            }
            if (word("matches")) {
                return new Filter.Match(
                        selector(left, start),
                        Filter.Operator.NOT_MATCHES,
                        operand().value());
            }
            throw expected("\"in\", \"contains\" or \"matches\"");
        }
        if (word("in")) {
            return new Filter.Match(selector(operand()), Filter.Operator.IN, left.value());
        }
        if (word("contains")) {
            return new Filter.Match(
                    selector(left, start), Filter.Operator.IN, operand().value());
        }
        if (word("matches")) {
            return new Filter.Match(
                    selector(left, start), Filter.Operator.MATCHES, operand().value());
        }
        if (word("is")) {
            var operator = word("not") ? Filter.Operator.IS_NOT_EMPTY : Filter.Operator.IS_EMPTY;
            if (!word("empty")) {
                throw expected("\"empty\"");
            }
            return new Filter.Match(selector(left, start), operator, "");
        }
        if (symbol("==")) {
            return new Filter.Match(
                    selector(left, start), Filter.Operator.EQUAL, operand().value());
        }
        if (symbol("!=")) {
            return new Filter.Match(
                    selector(left, start), Filter.Operator.NOT_EQUAL, operand().value());
        }
        throw expected("\"==\", \"!=\", \"is\", \"in\", \"contains\", \"matches\" or \"not\"");
    }

    /** What stands on a side of an operator: a selector, which is a value too, or a value only (then without path). */
    private record Operand(List<String> path, String value) {}

    private List<String> selector(Operand operand) {
        return selector(operand, at);
    }

    private List<String> selector(Operand operand, int position) {
        if (operand.path().isEmpty()) {
            at = position;
            throw expected("a selector such as ServiceName or Meta.version");
        }
        return operand.path();
    }

    private Operand operand() {
        skipSpace();
        var c = peek();
        if (c == '"' || c == '`') {
            return new Operand(List.of(), string());
        }
        if (c == '-' || isDigit(c)) {
            return new Operand(List.of(), number());
        }
        if (!isLetter(c)) {
            throw expected("\"(\", \"not\", a selector, a number or a string in quotes");
        }
        var path = new ArrayList<>(List.of(name()));
        while (peek() == '.' || peek() == '[') {
            if (text.charAt(at++) == '.') {
                if (!isLetter(peek())) {
                    throw expected("a name after the dot; put other values in quotes");
                }
                path.add(name());
            } else {
                skipSpace();
                if (peek() != '"' && peek() != '`') {
                    throw expected("a string in quotes");
                }
                path.add(string());
                if (!symbol("]")) {
                    throw expected("\"]\"");
                }
            }
        }
        return new Operand(path, String.join(".", path));
    }

    private String name() {
        var start = at;
        while (isLetter(peek()) || isDigit(peek()) || peek() == '_') {
            at++;
        }
        return text.substring(start, at);
    }

    private String number() {
        var start = at;
        if (peek() == '-') {
            at++;
        }
        digits();
        if (peek() == '.') {
            at++;
            digits();
        }
        if (at < text.length() && !isSpace(peek()) && peek() != ')') {
            throw failure("rule \"number\": Invalid number literal; put other values in quotes");
        }
        return text.substring(start, at);
    }

    private void digits() {
        if (!isDigit(peek())) {
            throw expected("a digit");
        }
        while (isDigit(peek())) {
            at++;
        }
    }

    private String string() {
        var quote = text.charAt(at++);
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            var c = text.charAt(at++);
            value.append(c == '\\' && quote == '"' ? escaped() : c);
        }
        if (at >= text.length()) {
            throw failure("rule \"string\": Unterminated string literal");
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        var c = peek();
        at++;
        return switch (c) {
            case '\\', '"' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> {
                at--;
                throw expected("one of \\ \" n r t after the backslash; between ` ` it means itself");
            }
        };
    }

    /** Takes a word when it is next and ends there. */
    private boolean word(String word) {
        skipSpace();
        var end = at + word.length();
        if (!text.startsWith(word, at) || (end < text.length() && isWordPart(text.charAt(end)))) {
            return false;
        }
        at = end;
        return true;
    }

    private boolean symbol(String symbol) {
        skipSpace();
        if (!text.startsWith(symbol, at)) {
            return false;
        }
        at += symbol.length();
        return true;
    }

    private void skipSpace() {
        while (isSpace(peek())) {
            at++;
        }
    }

    /** The next character; NUL, which no rule takes, at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private FilterException expected(String what) {
        return failure("no match found, expected: " + what);
    }

    private FilterException failure(String what) {
        var line = 1
                + (int) text.substring(0, Math.min(at, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        var column = at - text.lastIndexOf('\n', at - 1);
        return new FilterException(line + ":" + column + " (" + at + "): " + what);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordPart(char c) {
        return isLetter(c) || isDigit(c) || c == '_' || c == '.' || c == '[';
    }
}
