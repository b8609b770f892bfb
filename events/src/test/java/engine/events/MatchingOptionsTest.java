package engine.events;

import static engine.events.Fixtures.T0;
import static engine.events.Fixtures.service;
import static engine.events.Fixtures.trigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters on metadata, and events that come late. */
final class MatchingOptionsTest {
    private static final LocalNode HERE = new LocalNode() {
        @Override
        public String name() {
            return "web1";
        }

        @Override
        public List<Service> services() {
            return List.of(service("web", "v1"));
        }

        @Override
        public Map<String, String> meta() {
            return Map.of("zone", "eu-1", "rack", "");
        }
    };

    private static Event event(Map<String, String> meta, Duration ttl) {
        return new Event(
                "e", "deploy", ByteString.emptyByteString(), "", "web", "", 7, T0, "n", meta, ttl, "10.0.0.9", 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zone | eu-1 | ''
            rack | ''   | ''
            zone | eu   | trigger 't' wants 'zone' in the metadata of the node to be 'eu', here it is 'eu-1'
            disk | ''   | trigger 't' wants 'disk' in the metadata of the node to be '', here it is not there
            """)
    void aTriggerCanWantMetadataOfItsNode(String key, String value, String reason) {
        var wanted = trigger("t", "deploy", new Trigger.Where("", "", "", Map.of(key, value)));
        assertThat(reason(Matching.of(event(Map.of(), Duration.ZERO), List.of(wanted), HERE, T0)))
                .isEqualTo(reason);
    }

    private static Matching matching(Event event, Instant now) {
        return Matching.of(event, List.of(trigger("t")), HERE, now);
    }

    private static String reason(Matching matching) {
        return matching instanceof Matching.Unmatched(var reason) ? reason : "";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zone | eu     | ''
            zone | ^eu-1$ | ''
            zone | ''     | ''
            rack | ''     | ''
            rack | ^$     | ''
            zone | us     | meta filter 'us' does not match 'zone' of web1: eu-1
            rack | .      | meta filter '.' does not match 'rack' of web1:
            disk | ''     | meta filter '' wants 'disk', which web1 does not have
            zone | (      | Invalid meta filter: error parsing regexp: missing closing ): `(`
            """)
    void metadataDecides(String key, String regex, String reason) {
        assertThat(reason(matching(event(Map.of(key, regex), Duration.ZERO), T0))
                        .strip())
                .isEqualTo(reason);
    }

    @Test
    void allFiltersOnMetadataMustMatch() {
        var both = event(Map.of("zone", "eu", "rack", "r1"), Duration.ZERO);
        assertThat(reason(matching(both, T0))).startsWith("meta filter 'r1'");
        assertThat(both.concerns(HERE)).isFalse();
        assertThat(event(Map.of("zone", "eu"), Duration.ZERO).concerns(HERE)).isTrue();
    }

    @Test
    void anEventThatComesLaterThanItsTimeToLiveRunsNothing() {
        var event = event(Map.of(), Duration.ofMinutes(10));
        assertThat(matching(event, T0.plus(Duration.ofMinutes(10)))).isInstanceOf(Matching.Matched.class);
        assertThat(matching(event, T0.minus(Duration.ofDays(1))))
                .describedAs("a clock that is behind")
                .isInstanceOf(Matching.Matched.class);
        assertThat(reason(matching(event, T0.plus(Duration.ofMinutes(10)).plusMillis(20))))
                .isEqualTo("it came too late: its time to live of 10m was over 0.021s before");
        assertThat(reason(matching(event, T0.plus(Duration.ofHours(3)).plusMillis(1))))
                .isEqualTo("it came too late: its time to live of 10m was over 2h50m before");
        assertThat(matching(event(Map.of(), Duration.ZERO), T0.plus(Duration.ofDays(9))))
                .isInstanceOf(Matching.Matched.class);
    }

    @Test
    void aTimeToLiveOfAgesDoesNoHarm() {
        var event = event(Map.of(), Duration.ofMillis(Long.MAX_VALUE));
        assertThat(matching(event, T0)).isInstanceOf(Matching.Matched.class);
        assertThat(matching(event, Instant.MAX)).isInstanceOf(Matching.class);
    }

    @Test
    void tooManyFiltersOnMetadataAreRefused() {
        var many = new HashMap<String, String>();
        for (var i = 0; i <= NodeFilters.MAX_META; i++) {
            many.put("k" + i, "");
        }
        assertThatThrownBy(() -> NodeFilters.of("", "", "", many))
                .hasMessage("Too many meta filters: there are 17, the limit is 16");
        assertThatThrownBy(() -> NodeFilters.of("", "", "", Map.of("", "x")))
                .hasMessage("Invalid meta filter: it has no key");
    }
}
