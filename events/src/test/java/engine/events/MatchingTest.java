package engine.events;

import static engine.events.Fixtures.event;
import static engine.events.Fixtures.filtered;
import static engine.events.Fixtures.service;
import static engine.events.Fixtures.trigger;
import static engine.events.Fixtures.where;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MatchingTest {
    private static final List<LocalNode.Service> SERVICES =
            List.of(service("web", "v1", "blue"), service("webmail", "v2"), service("db"));

    @ParameterizedTest(name = "node={0} service={1} tag={2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            ''        | ''     | ''    | ''
            web1      | ''     | ''    | ''
            eb        | ''     | ''    | ''
            ^web\\d+$ | ''     | ''    | ''
            WEB       | ''     | ''    | node filter 'WEB' does not match web1
            (?i)WEB   | ''     | ''    | ''
            ^eb       | ''     | ''    | node filter '^eb' does not match web1
            db        | web    | ''    | node filter 'db' does not match web1
            ''        | db     | ''    | ''
            ''        | b      | ''    | ''
            ''        | cache  | ''    | service filter 'cache' matches no service of web1
            ''        | ^web$  | v1    | ''
            ''        | ^web$  | lu    | ''
            ''        | web    | v2    | ''
            ''        | ^web$  | v2    | tag filter 'v2' matches no tag of the services of web1 that service filter '^web$' matches
            ''        | db     | .*    | tag filter '.*' matches no tag of the services of web1 that service filter 'db' matches
            (         | ''     | ''    | Invalid node filter: error parsing regexp: missing closing ): `(`
            ''        | [      | ''    | Invalid service filter: error parsing regexp: missing closing ]: `[`
            ''        | web    | *     | Invalid tag filter: error parsing regexp: missing argument to repetition operator: `*`
            """)
    void filtersDecideAsConsulsDo(String node, String service, String tag, String reason) {
        var matching = Fixtures.matching(filtered(node, service, tag), List.of(trigger("t")), "web1", SERVICES);

        assertThat(matching)
                .isEqualTo(
                        reason.isEmpty()
                                ? new Matching.Matched(List.of(trigger("t")))
                                : new Matching.Unmatched(reason));
    }

    @ParameterizedTest(name = "where service={0} tag={1} node={2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            ''     | ''   | ''   | ''
            web    | ''   | ''   | ''
            we     | ''   | ''   | trigger 't' wants service 'we', which this node does not have
            web    | v1   | ''   | ''
            web    | v2   | ''   | trigger 't' wants service 'web' with tag 'v2', which this node does not have
            ''     | ''   | web1 | ''
            ''     | ''   | web  | trigger 't' wants node 'web', this one is 'web1'
            web    | v1   | web1 | ''
            web    | v1   | web2 | trigger 't' wants node 'web2', this one is 'web1'
            """)
    void whereNamesExactly(String service, String tag, String node, String reason) {
        var trigger = where("t", service, tag, node);

        assertThat(Fixtures.matching(event("e"), List.of(trigger), "web1", SERVICES))
                .isEqualTo(reason.isEmpty() ? new Matching.Matched(List.of(trigger)) : new Matching.Unmatched(reason));
    }

    @Test
    void allTriggersOfTheEventRunInTheirOrder() {
        var other = trigger("other", "restart", Trigger.Where.ANYWHERE);
        var triggers = List.of(trigger("b"), where("elsewhere", "", "", "web2"), other, trigger("a"));

        assertThat(Fixtures.matching(event("e"), triggers, "web1", SERVICES))
                .isEqualTo(new Matching.Matched(List.of(trigger("b"), trigger("a"))));
    }

    @Test
    void anEventNobodyWaitsForSaysSo() {
        var triggers = List.of(trigger("t", "Deploy", Trigger.Where.ANYWHERE));

        assertThat(Fixtures.matching(event("e"), triggers, "web1", SERVICES))
                .isEqualTo(new Matching.Unmatched("no trigger for event 'deploy'"));
    }

    @Test
    void manyReasonsAreCounted() {
        var triggers = List.of(
                where("a", "", "", "x"), where("b", "", "", "x"), where("c", "", "", "x"), where("d", "", "", "x"));

        assertThat(Fixtures.matching(event("e"), triggers, "n", SERVICES))
                .isEqualTo(new Matching.Unmatched("trigger 'a' wants node 'x', this one is 'n'; "
                        + "trigger 'b' wants node 'x', this one is 'n'; "
                        + "trigger 'c' wants node 'x', this one is 'n'; and 1 more"));
    }

    @Test
    void aTagWithoutServiceFilterIsIgnoredInAnEventThatWasNotChecked() {
        assertThat(Fixtures.matching(filtered("", "", "v9"), List.of(trigger("t")), "web1", List.of()))
                .isInstanceOf(Matching.Matched.class);
    }
}
