package engine.queries;

import engine.http.PreparedQuery;
import engine.state.ServiceInstance;
import engine.state.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which instances of its service a prepared query takes. */
final class Selection {

    private Selection() {}

    /** Those that are wanted, in the order in which they are given. */
    static List<ServiceInstance> of(List<ServiceInstance> all, PreparedQuery.Service wanted) {
        var healthy = healthy(wanted);
        var tagged = tagged(wanted.tags());
        return all.stream()
                .filter(instance -> healthy.test(instance)
                        && has(instance.node().value().meta(), wanted.nodeMeta())
                        && has(instance.service().value().meta(), wanted.serviceMeta())
                        && tagged.test(instance.service().value().tags()))
                .toList();
    }

    private static Predicate<ServiceInstance> healthy(PreparedQuery.Service wanted) {
        var ids = wanted.ignoreCheckIds();
        Set<String> ignored = ids == null ? Set.of() : new HashSet<>(ids);
        Predicate<Value.Check> well = wanted.onlyPassing()
                ? check -> check.status().equals("passing")
                : check -> !check.status().equals("critical");
        return instance -> instance.checks().stream()
                .allMatch(check -> ignored.contains(check.value().id()) || well.test(check.value()));
    }

    private static boolean has(@Nullable Map<String, String> meta, @Nullable Map<String, String> wanted) {
        if (wanted == null || wanted.isEmpty()) {
            return true;
        }
        return meta != null
                && wanted.entrySet().stream().allMatch(pair -> pair.getValue().equals(meta.get(pair.getKey())));
    }

    /** In any case; one with an exclamation mark before it must not be there. */
    private static Predicate<List<String>> tagged(@Nullable List<String> wanted) {
        if (wanted == null || wanted.isEmpty()) {
            return _ -> true;
        }
        var must = new ArrayList<String>();
        var not = new ArrayList<String>();
        for (var tag : wanted) {
            var folded = tag.toLowerCase(Locale.ROOT);
            if (folded.startsWith("!")) {
                not.add(folded.substring(1));
            } else {
                must.add(folded);
            }
        }
        return tags -> {
            var there = tags.stream().map(tag -> tag.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
            return there.containsAll(must) && not.stream().noneMatch(there::contains);
        };
    }
}
