package engine.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What filters can select in records of one kind. */
final class Schema<T> {
    private final Map<String, Field<T>> fields = new LinkedHashMap<>();

    /** One selectable thing: compiles the comparison whose path is consumed up to {@code next}. */
    private interface Field<T> {
        Predicate<T> compile(Filter.Match match, int next);

        /** The selectors that begin here. */
        default List<String> selectors(String name) {
            return List.of(name);
        }
    }

    Schema<T> text(String name, Function<T, String> value) {
        return leaf(name, match -> {
            var test = text(match);
            return record -> test.test(value.apply(record));
        });
    }

    Schema<T> number(String name, ToLongFunction<T> value) {
        return leaf(name, match -> {
            var wanted = coerced(match, Long::parseLong, "a whole number");
            return equality(match, record -> value.applyAsLong(record) == wanted);
        });
    }

    Schema<T> flag(String name, Predicate<T> value) {
        return leaf(name, match -> {
            boolean wanted = coerced(match, text -> Numbers.truth(text, ""), "true or false");
            return equality(match, record -> value.test(record) == wanted);
        });
    }

    Schema<T> texts(String name, Function<T, Collection<String>> values) {
        return leaf(name, match -> collection(match, values, (items, value) -> items.contains(value)));
    }

    /** A map of strings: itself, or {@code name.key}. */
    Schema<T> map(String name, Function<T, @Nullable Map<String, String>> values) {
        return map(name, values, (match, next) -> {
            if (next != match.path().size()) {
                throw invalid(match, next - 2, List.of(name + ".<key>"));
            }
            return text(match);
        });
    }

    /** A map of records: itself, or {@code name.key.field}. */
    <U> Schema<T> map(String name, Function<T, @Nullable Map<String, U>> values, Schema<U> schema) {
        return map(name, values, schema::compile);
    }

    /** A record in the record: only its own fields. */
    <U> Schema<T> part(String name, Function<T, U> value, Schema<U> schema) {
        return add(name, new Field<>() {
            @Override
            public Predicate<T> compile(Filter.Match match, int next) {
                var test = schema.compile(match, next);
                return record -> test.test(value.apply(record));
            }

            @Override
            public List<String> selectors(String name) {
                return schema.selectors().stream().map(s -> name + '.' + s).toList();
            }
        });
    }

    /** A list of records: itself, or a field of any of them. */
    <U> Schema<T> list(String name, Function<T, List<U>> values, Schema<U> schema) {
        return add(name, new Field<>() {
            @Override
            public Predicate<T> compile(Filter.Match match, int next) {
                if (next == match.path().size()) {
                    return emptiness(match, record -> values.apply(record).isEmpty());
                }
                var test = schema.compile(match, next);
                return record -> values.apply(record).stream().anyMatch(test);
            }

            @Override
            public List<String> selectors(String name) {
                var all = new ArrayList<>(List.of(name));
                schema.selectors().forEach(s -> all.add(name + '.' + s));
                return all;
            }
        });
    }

    /** The predicate of a comparison whose path is consumed up to {@code next}. */
    Predicate<T> compile(Filter.Match match, int next) {
        if (next == match.path().size()) {
            throw match.invalidOperator();
        }
        var field = fields.get(match.path().get(next));
        if (field == null) {
            throw invalid(match, next, selectors());
        }
        return field.compile(match, next + 1);
    }

    List<String> selectors() {
        var all = new ArrayList<String>();
        fields.forEach((name, field) -> all.addAll(field.selectors(name)));
        return all;
    }

    private Schema<T> add(String name, Field<T> field) {
        fields.put(name, field);
        return this;
    }

    private Schema<T> leaf(String name, Function<Filter.Match, Predicate<T>> compile) {
        return add(name, (match, next) -> {
            if (next != match.path().size()) {
                throw invalid(match, next - 1, selectors());
            }
            return compile.apply(match);
        });
    }

    /** Compiles what stands behind the key of a map. */
    private interface Behind<U> {
        Predicate<U> compile(Filter.Match match, int next);
    }

    private <U> Schema<T> map(String name, Function<T, @Nullable Map<String, U>> values, Behind<U> behind) {
        return add(name, new Field<>() {
            @Override
            public Predicate<T> compile(Filter.Match match, int next) {
                if (next == match.path().size()) {
                    return collection(match, record -> keys(values.apply(record)), Collection::contains);
                }
                var key = match.path().get(next);
                var test = behind.compile(match, next + 1);
                return record -> {
                    var map = values.apply(record);
                    var value = map == null ? null : map.get(key);
                    // What is not there equals, contains and matches nothing.
                    return value == null ? match.operator().negative : test.test(value);
                };
            }

            @Override
            public List<String> selectors(String name) {
                return List.of(name, name + ".<key>");
            }
        });
    }

    private static Collection<String> keys(@Nullable Map<String, ?> map) {
        return map == null ? List.of() : map.keySet();
    }

    private static Predicate<String> text(Filter.Match match) {
        var value = match.value();
        return switch (match.operator()) {
            case EQUAL -> value::equals;
            case NOT_EQUAL -> text -> !value.equals(text);
            case IN -> text -> text.contains(value);
            case NOT_IN -> text -> !text.contains(value);
            case MATCHES -> matching(value);
            case NOT_MATCHES -> matching(value).negate();
            case IS_EMPTY, IS_NOT_EMPTY -> throw match.invalidOperator();
        };
    }

    private static <T> Predicate<T> equality(Filter.Match match, Predicate<T> equal) {
        return switch (match.operator()) {
            case EQUAL -> equal;
            case NOT_EQUAL -> equal.negate();
            case IN, NOT_IN, IS_EMPTY, IS_NOT_EMPTY, MATCHES, NOT_MATCHES -> throw match.invalidOperator();
        };
    }

    private static <T> Predicate<T> emptiness(Filter.Match match, Predicate<T> empty) {
        return switch (match.operator()) {
            case IS_EMPTY -> empty;
            case IS_NOT_EMPTY -> empty.negate();
            case EQUAL, NOT_EQUAL, IN, NOT_IN, MATCHES, NOT_MATCHES -> throw match.invalidOperator();
        };
    }

    private static <T> Predicate<T> collection(
            Filter.Match match,
            Function<T, Collection<String>> values,
            BiPredicate<Collection<String>, String> contains) {
        var value = match.value();
        return switch (match.operator()) {
            case IN -> record -> contains.test(values.apply(record), value);
            case NOT_IN -> record -> !contains.test(values.apply(record), value);
            case IS_EMPTY, IS_NOT_EMPTY ->
                emptiness(match, record -> values.apply(record).isEmpty());
            case EQUAL, NOT_EQUAL, MATCHES, NOT_MATCHES -> throw match.invalidOperator();
        };
    }

    private static <V> V coerced(Filter.Match match, Function<String, V> parse, String expected) {
        if (match.operator() != Filter.Operator.EQUAL && match.operator() != Filter.Operator.NOT_EQUAL) {
            throw match.invalidOperator();
        }
        try {
            return parse.apply(match.value());
        } catch (NumberFormatException | Refusal _) {
            throw new FilterException("Failed to coerce value \"" + match.value() + "\" for selector \""
                    + match.selector(match.path().size()) + "\": " + expected + " is expected");
        }
    }

    private static Predicate<String> matching(String expression) {
        try {
            return Regex.compile(expression);
        } catch (FilterException e) {
            throw new FilterException("Failed to compile regular expression \"" + expression + "\": " + e.getMessage());
        }
    }

    /** @param parent how many parts of the path lead to the record that has the allowed selectors */
    private static FilterException invalid(Filter.Match match, int parent, List<String> allowed) {
        var prefix = parent == 0 ? "" : match.selector(parent) + '.';
        return new FilterException("Selector \"" + match.selector(match.path().size())
                + "\" is not valid; there are "
                + allowed.stream().map(name -> prefix + name).collect(Collectors.joining(", ")));
    }
}
