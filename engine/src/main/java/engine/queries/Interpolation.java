package engine.queries;

import java.util.List;
import java.util.Map;

/**
 * A text with expressions in {@code ${...}}: names, calls, whole numbers, quoted texts, and {@code + - * / %} from left to
 * right. {@code $$} is a dollar sign.
 */
final class Interpolation {
    private final Term whole;

    private Interpolation(Term whole) {
        this.whole = whole;
    }

    /**
     * What names and calls stand for.
     *
     * @param variables texts by their names
     * @param groups what {@code match(n)} gives; nothing for a number that is not there
     */
    record Scope(Map<String, String> variables, List<String> groups) {}

    /** A place in the text, as Go writes it: line and column, both from 1. */
    record Place(int line, int column) {
        @Override
        public String toString() {
            return line + ":" + column;
        }
    }

    /** A part of an expression. */
    sealed interface Term {
        record Text(String text) implements Term {}

        record Whole(long number) implements Term {}

        record Variable(String name, Place at) implements Term {}

        record Call(String name, List<Term> arguments, Place at) implements Term {}

        record Calculation(char operator, Term left, Term right) implements Term {}

        /** One after the other, as one text. */
        record Sequence(List<Term> parts) implements Term {}
    }

    /** @throws IllegalArgumentException with Consul's words for a text that is none such */
    static Interpolation parse(String text) {
        return new Interpolation(new InterpolationParser(text).whole());
    }

    /** @throws IllegalArgumentException with a sentence where the scope has not what is asked for */
    String in(Scope scope) {
        return value(whole, scope).toString();
    }

    /** A String or a Long. */
    private static Object value(Term term, Scope scope) {
        return switch (term) {
            case Term.Text(var text) -> text;
            case Term.Whole(var number) -> number;
            case Term.Variable(var name, var at) -> {
                var text = scope.variables().get(name);
                if (text == null) {
                    throw new IllegalArgumentException(at + ": unknown variable accessed: " + name);
                }
                yield text;
            }
            case Term.Call call -> match(call, scope);
            case Term.Calculation(var operator, var left, var right) ->
                calculated(operator, number(value(left, scope)), number(value(right, scope)));
            case Term.Sequence(var parts) -> {
                var text = new StringBuilder();
                parts.forEach(part -> text.append(value(part, scope)));
                yield text.toString();
            }
        };
    }

    private static String match(Term.Call call, Scope scope) {
        if (!call.name().equals("match")) {
            throw new IllegalArgumentException(call.at() + ": unknown function called: " + call.name());
        }
        if (call.arguments().size() != 1) {
            throw new IllegalArgumentException(call.at() + ": match: expected 1 arguments, got "
                    + call.arguments().size());
        }
        var number = number(value(call.arguments().getFirst(), scope));
        return number >= 0 && number < scope.groups().size() ? scope.groups().get((int) number) : "";
    }

    private static long calculated(char operator, long left, long right) {
        if (right == 0 && (operator == '/' || operator == '%')) {
            throw new IllegalArgumentException("division by zero");
        }
        return switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            case '/' -> left / right;
            default -> left % right;
        };
    }

    private static long number(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        try {
            return Long.parseLong(value.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "__builtin_StringToInt: strconv.ParseInt: parsing \"" + value + "\": invalid syntax", e);
        }
    }
}
