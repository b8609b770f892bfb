package engine.queries;

import engine.queries.Interpolation.Place;
import engine.queries.Interpolation.Term;
import java.util.ArrayList;
import java.util.List;

/** Reads an {@link Interpolation} once from left to right. */
final class InterpolationParser {
    /** How deep parentheses, calls and quoted texts lie in each other. */
    private static final int MAX_DEPTH = 32;

    private final String text;
    private int at;
    private int depth;

    InterpolationParser(String text) {
        this.text = text;
    }

    Term whole() {
        var whole = sequence(false);
        if (at < text.length()) {
            throw bad();
        }
        return whole;
    }

    /** Text and expressions up to the end, or up to the quote that closes them. */
    private Term sequence(boolean quoted) {
        var parts = new ArrayList<Term>();
        var plain = new StringBuilder();
        while (at < text.length() && !(quoted && peek() == '"')) {
            if (text.startsWith("${", at)) {
                at += 2;
                parts.add(new Term.Text(plain.toString()));
                plain.setLength(0);
                parts.add(expression());
                expect('}');
            } else if (text.startsWith("$$", at)) {
                at += 2;
                plain.append('$');
            } else {
                plain.append(quoted && peek() == '\\' ? escaped() : next());
            }
        }
        parts.add(new Term.Text(plain.toString()));
        return new Term.Sequence(List.copyOf(parts));
    }

    private char escaped() {
        at++;
        return switch (at < text.length() ? next() : ' ') {
            case '"' -> '"';
            case '\\' -> '\\';
            case 'n' -> '\n';
            case 't' -> '\t';
            default -> throw bad();
        };
    }

    private Term expression() {
        if (++depth > MAX_DEPTH) {
            throw bad();
        }
        var left = term();
        for (skip(); at < text.length() && "+-*/%".indexOf(peek()) >= 0; skip()) {
            left = new Term.Calculation(next(), left, term());
        }
        depth--;
        return left;
    }

    private Term term() {
        skip();
        if (at >= text.length()) {
            throw bad();
        }
        var first = peek();
        if (first == '"') {
            at++;
            var inside = sequence(true);
            expect('"');
            return inside;
        }
        if (first == '(') {
            at++;
            var inside = expression();
            expect(')');
            return inside;
        }
        if (first == '-') {
            at++;
            return negated();
        }
        return isDigit(first) ? number() : named();
    }

    private Term negated() {
        if (++depth > MAX_DEPTH) {
            throw bad();
        }
        var negated = new Term.Calculation('-', new Term.Whole(0), term());
        depth--;
        return negated;
    }

    private Term number() {
        var start = at;
        while (at < text.length() && isDigit(peek())) {
            at++;
        }
        try {
            return new Term.Whole(Long.parseLong(text.substring(start, at)));
        } catch (NumberFormatException _) {
            throw bad();
        }
    }

    private Term named() {
        var start = at;
        var place = place();
        while (at < text.length() && (isName(peek()) || (at > start && "-.*".indexOf(peek()) >= 0))) {
            at++;
        }
        if (at == start) {
            throw bad();
        }
        var name = text.substring(start, at);
        skip();
        return at < text.length() && peek() == '('
                ? new Term.Call(name, arguments(), place)
                : new Term.Variable(name, place);
    }

    private List<Term> arguments() {
        expect('(');
        var arguments = new ArrayList<Term>();
        skip();
        while (at < text.length() && peek() != ')') {
            arguments.add(expression());
            skip();
            if (at < text.length() && peek() == ',') {
                at++;
            } else {
                break;
            }
        }
        expect(')');
        return List.copyOf(arguments);
    }

    private void expect(char wanted) {
        if (wanted != '"') {
            skip();
        }
        if (at >= text.length() || next() != wanted) {
            throw bad();
        }
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(peek())) {
            at++;
        }
    }

    private char peek() {
        return text.charAt(at);
    }

    private char next() {
        return text.charAt(at++);
    }

    private Place place() {
        var before = text.substring(0, at);
        var line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Place(line, at - before.lastIndexOf('\n'));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isName(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static IllegalArgumentException bad() {
        return new IllegalArgumentException("parse error: syntax error");
    }
}
