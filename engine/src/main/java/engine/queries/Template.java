package engine.queries;

import engine.http.PreparedQuery;
import engine.http.Regex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A prepared query that answers for all names that begin with its own. */
final class Template {
    private static final String TYPE = "name_prefix_match";

    private final PreparedQuery query;
    private final Map<String, Interpolation> texts = new HashMap<>();
    private final Function<String, List<String>> groups;

    private Template(PreparedQuery query) {
        this.query = query;
        if (!query.template().type().equals(TYPE)) {
            throw new IllegalArgumentException(
                    "Bad Template.Type '" + query.template().type() + "'");
        }
        ServiceTexts.changed(query.service(), this::parse);
        this.groups = groups(query.template().regexp());
        filled(query.name());
    }

    /**
     * Reads all that is in it.
     *
     * @throws IllegalArgumentException in Consul's words for one that cannot be filled in, not even for its own name
     */
    static Template of(PreparedQuery query) {
        return new Template(query);
    }

    private String parse(String path, String text) {
        try {
            texts.put(path, Interpolation.parse(text));
            return text;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Bad format '" + text + "' in Service" + path + ": " + e.getMessage(), e);
        }
    }

    private static Function<String, List<String>> groups(String regexp) {
        if (regexp.isEmpty()) {
            return _ -> List.of();
        }
        try {
            return Regex.groups(regexp);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Bad Regexp: " + e.getMessage(), e);
        }
    }

    /**
     * The query as it is for a name.
     *
     * @throws IllegalArgumentException when an expression has no value for this name
     */
    PreparedQuery filled(String name) {
        var prefix = query.name();
        var scope = new Interpolation.Scope(
                Map.of(
                        "name.full",
                        name,
                        "name.prefix",
                        prefix,
                        "name.suffix",
                        name.startsWith(prefix) ? name.substring(prefix.length()) : name,
                        "agent.segment",
                        ""),
                groups.apply(name));
        var service = ServiceTexts.changed(query.service(), (path, text) -> value(path, text, scope));
        return ServiceTexts.with(
                query, query.template().removeEmptyTags() ? ServiceTexts.withoutEmptyTags(service) : service);
    }

    private String value(String path, String text, Interpolation.Scope scope) {
        var interpolation = texts.get(path);
        try {
            return interpolation == null ? text : interpolation.in(scope);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Bad evaluation for '" + text + "' in Service" + path + ": " + e.getMessage(), e);
        }
    }
}
