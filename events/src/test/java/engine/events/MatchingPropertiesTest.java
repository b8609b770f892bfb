package engine.events;

import static engine.events.Fixtures.filtered;
import static engine.events.Fixtures.where;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against a second way to decide: the definition, with java.util.regex, over names and expressions small enough to meet. */
final class MatchingPropertiesTest {

    @Property
    void decidesAsDefined(
            @ForAll("regexes") String nodeFilter,
            @ForAll("regexes") String serviceFilter,
            @ForAll("regexes") String tagFilter,
            @ForAll("services") List<LocalNode.Service> services,
            @ForAll("wheres") Trigger.Where where) {
        var event = filtered(nodeFilter, serviceFilter, serviceFilter.isEmpty() ? "" : tagFilter);
        var trigger = where("t", where.service(), where.tag(), where.node());
        boolean expected = finds(event.nodeFilter(), "ab")
                && (serviceFilter.isEmpty()
                        || services.stream()
                                .anyMatch(s -> finds(event.serviceFilter(), s.name())
                                        && (event.tagFilter().isEmpty()
                                                || s.tags().stream().anyMatch(tag -> finds(event.tagFilter(), tag)))))
                && Set.of("", "ab").contains(where.node())
                && (where.service().isEmpty()
                        || services.stream()
                                .anyMatch(s -> s.name().equals(where.service())
                                        && (where.tag().isEmpty() || s.tags().contains(where.tag()))));

        switch (Fixtures.matching(event, List.of(trigger), "ab", services)) {
            case Matching.Matched(var triggers) -> {
                assertThat(expected).isTrue();
                assertThat(triggers).containsExactly(trigger);
            }
            case Matching.Unmatched(var reason) -> {
                assertThat(expected).as(reason).isFalse();
                assertThat(reason).isNotBlank();
            }
        }
    }

    private static boolean finds(String regex, String name) {
        return Pattern.compile(regex).matcher(name).find();
    }

    @Provide
    Arbitrary<String> regexes() {
        return Arbitraries.of("", "a", "^a", "b$", "^ab$", "a|b", "[^a]", "a.*b", "^$", "c");
    }

    @Provide
    Arbitrary<List<LocalNode.Service>> services() {
        var names = Arbitraries.of("a", "b", "ab", "ba");
        return Combinators.combine(names, names.list().ofMaxSize(2))
                .as(LocalNode.Service::new)
                .list()
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<Trigger.Where> wheres() {
        var names = Arbitraries.of("", "", "a", "ab");
        return Combinators.combine(names, names, names)
                .as((service, tag, node) -> new Trigger.Where(service, service.isEmpty() ? "" : tag, node));
    }
}
