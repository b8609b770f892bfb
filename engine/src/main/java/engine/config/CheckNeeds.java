package engine.config;

import engine.checks.CheckDefinition;
import engine.checks.CheckSpec;
import engine.checks.Dependencies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds checks that would need themselves, and checks that need one that no file defines. */
final class CheckNeeds {
    private CheckNeeds() {}

    /** Tells the id of a check, and a sentence about what it needs. */
    static void warn(List<CheckDefinition> checks, BiConsumer<String, String> warnings) {
        Map<String, CheckDefinition> byId =
                checks.stream().collect(Collectors.toMap(CheckDefinition::id, Function.identity()));
        for (var check : checks) {
            Dependencies.cycle(check, id -> Optional.ofNullable(byId.get(id)))
                    .ifPresent(way -> warnings.accept(check.id(), Dependencies.sentence(way)));
            for (var id : check.options().dependsOn()) {
                if (!byId.containsKey(id)) {
                    warnings.accept(
                            check.id(),
                            "check '" + check.id() + "' depends on check '" + Values.shorten(id)
                                    + "', which no file defines; as long as it is not registered over HTTP, that has no effect");
                }
            }
            if (check.spec() instanceof CheckSpec.Combined(var _, var parts)) {
                for (var id : parts) {
                    if (!byId.containsKey(id)) {
                        warnings.accept(
                                check.id(),
                                "check '" + check.id() + "' is made of check '" + Values.shorten(id)
                                        + "', which no file defines; as long as it is not registered over HTTP, it counts as critical");
                    }
                }
            }
        }
    }
}
