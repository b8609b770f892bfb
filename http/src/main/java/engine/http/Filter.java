package engine.http;

import java.util.List;
import java.util.function.Predicate;

/** A filter expression, and how it becomes a predicate over records of one kind. */
sealed interface Filter {

    /** All of these. */
    record And(List<Filter> parts) implements Filter {}

    /** Any of these. */
    record Or(List<Filter> parts) implements Filter {}

    /** The contrary. */
    record Not(Filter part) implements Filter {}

    /**
     * A comparison.
     *
     * @param path the selector's parts, at least one
     * @param value empty for an operator without one
     */
    record Match(List<String> path, Operator operator, String value) implements Filter {
        String selector(int parts) {
            return String.join(".", path.subList(0, Math.min(parts, path.size())));
        }

        FilterException invalidOperator() {
            return new FilterException(
                    "Invalid match operator \"" + operator.label + "\" for selector \"" + selector(path.size()) + '"');
        }
    }

    /** The comparisons; {@code contains} is {@code in} the other way round. */
    enum Operator {
        EQUAL("Equal", false),
        NOT_EQUAL("Not Equal", true),
        IN("In", false),
        NOT_IN("Not In", true),
        IS_EMPTY("Is Empty", false),
        IS_NOT_EMPTY("Is Not Empty", true),
        MATCHES("Matches", false),
        NOT_MATCHES("Not Matches", true);

        final String label;
        final boolean negative;

        Operator(String label, boolean negative) {
            this.label = label;
            this.negative = negative;
        }
    }

    /** The predicate that a request's filter is over such records; a bad one is a {@link Refusal}. */
    static <T> Predicate<T> of(Call call, Schema<T> schema) {
        try {
            return of(call.query().first("filter"), schema);
        } catch (FilterException e) {
            throw new Refusal(400, e.getMessage());
        }
    }

    /** The predicate that an expression is over such records; everything passes an empty one. */
    static <T> Predicate<T> of(String expression, Schema<T> schema) {
        if (expression.isEmpty()) {
            return _ -> true;
        }
        try {
            return compile(FilterParser.parse(expression), schema);
        } catch (FilterException e) {
            throw new FilterException("Failed to create boolean expression evaluator: " + e.getMessage());
        }
    }

    private static <T> Predicate<T> compile(Filter filter, Schema<T> schema) {
        return switch (filter) {
            case And(var parts) -> {
                var all = compile(parts, schema);
                yield record -> all.stream().allMatch(p -> p.test(record));
            }
            case Or(var parts) -> {
                var all = compile(parts, schema);
                yield record -> all.stream().anyMatch(p -> p.test(record));
            }
            case Not(var part) -> compile(part, schema).negate();
            case Match match -> schema.compile(match, 0);
        };
    }

    private static <T> List<Predicate<T>> compile(List<Filter> parts, Schema<T> schema) {
        return parts.stream().map(part -> compile(part, schema)).toList();
    }
}
