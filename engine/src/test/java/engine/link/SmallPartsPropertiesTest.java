package engine.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import engine.http.message.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The decisions of an attachment: how long to wait, whom to try, what to send twice, what an address is. */
class SmallPartsPropertiesTest {

    @Property
    void aPauseIsSpreadBelowTheLimitAndGrows(
            @ForAll @IntRange(min = 1, max = 100) int failures, @ForAll Random random) {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));
        var pause = backoff.after(failures, random);
        assertThat(pause).isBetween(Duration.ofMillis(50), Duration.ofSeconds(30));
        if (failures > 9) {
            assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(15));
        }
        if (failures == 1) {
            assertThat(pause).isLessThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Property
    void allServersAreTriedTheFarOnesInOrderBehindTheNear(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 50_000) Integer> micros,
            @ForAll boolean formed,
            @ForAll Random random) {
        var answers = new ArrayList<Nearest.Answer>();
        for (var i = 0; i < micros.size(); i++) {
            answers.add(new Nearest.Answer(address(i + 1), Duration.ofNanos(micros.get(i) * 1000L), formed));
        }
        var order = Nearest.order(answers, random);
        assertThat(order).hasSameSizeAs(answers).doesNotHaveDuplicates();
        var fastest = micros.stream().mapToInt(i -> i).min().orElseThrow();
        var limit = Math.max(2 * fastest, fastest + 2000);
        var times = order.stream().map(a -> micros.get(a.getPort() - 1)).toList();
        var near = times.stream().takeWhile(time -> time <= limit).count();
        assertThat(times.stream().skip(near)).isSorted().allMatch(time -> time > limit);
    }

    @Example
    void serversThatAreAboutAsNearShareTheAgents() {
        var answers = List.of(
                new Nearest.Answer(address(1), Duration.ofMillis(1), true),
                new Nearest.Answer(address(2), Duration.ofMillis(2), true),
                new Nearest.Answer(address(3), Duration.ofMillis(40), true));
        var random = new Random(1);
        var first = new int[4];
        for (var i = 0; i < 1000; i++) {
            first[Nearest.order(answers, random).getFirst().getPort()]++;
        }
        assertThat(first[1]).isBetween(400, 600);
        assertThat(first[2]).isBetween(400, 600);
        assertThat(first[3]).isZero();
        assertThat(Nearest.order(List.of(), random)).isEmpty();
    }

    @Example
    void aServerThatIsPartOfNoClusterComesLastHoweverNear() {
        var answers = List.of(
                new Nearest.Answer(address(1), Duration.ofMillis(1), false),
                new Nearest.Answer(address(2), Duration.ofMillis(90), true));
        assertThat(Nearest.order(answers, new Random(1))).containsExactly(address(2), address(1));
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Example
    void addressesAreReadInEachForm() {
        assertThat(HostPort.parse("a.example", 8301)).isEqualTo(new HostPort("a.example", 8301));
        assertThat(HostPort.parse(" a.example:9 ", 8301)).isEqualTo(new HostPort("a.example", 9));
        assertThat(HostPort.parse("::1", 8301)).isEqualTo(new HostPort("::1", 8301));
        assertThat(HostPort.parse("[::1]", 8301)).isEqualTo(new HostPort("::1", 8301));
        assertThat(HostPort.parse("[::1]:9", 8301)).isEqualTo(new HostPort("::1", 9));
        assertThat(new HostPort("::1", 9)).hasToString("[::1]:9");
        for (var bad : List.of("", " ", "a:b", "a:0", "a:65536", "[::1", "[::1]9", "http://a", "a b", "u@h:1")) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> HostPort.parse(bad, 8301));
        }
    }

    @Property
    void anyTextIsAnAddressOrRefusedWithASentence(@ForAll String text) {
        var seen = new HashSet<HostPort>();
        try {
            var read = HostPort.parse(text, 8301);
            seen.add(read);
            assertThat(HostPort.parse(read.toString(), 1)).isEqualTo(read);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
        assertThat(seen).hasSizeLessThanOrEqualTo(1);
    }

    @Example
    void onlyWhatIsTheSameTwiceIsSentTwice() {
        for (var path : List.of("/v1/kv/a", "/v1/health/service/web?index=7", "/v1/event/list")) {
            assertThat(Repeatable.is(HttpRequest.get(path))).as(path).isTrue();
        }
        for (var path : List.of("/v1/catalog/register", "/v1/catalog/deregister")) {
            assertThat(Repeatable.is(HttpRequest.put(path))).as(path).isTrue();
        }
        for (var path : List.of(
                "/v1/kv/a",
                "/v1/kv/a?cas=7",
                "/v1/kv/a?acquire=s",
                "/v1/kv/a?release=s",
                "/v1/event/fire/deploy",
                "/v1/session/create",
                "/v1/txn")) {
            assertThat(Repeatable.is(HttpRequest.put(path))).as(path).isFalse();
        }
        assertThat(Repeatable.is(HttpRequest.delete("/v1/kv/a?recurse"))).isFalse();
        assertThat(Repeatable.is(HttpRequest.delete("/v1/kv/a?cas=1"))).isFalse();
        assertThat(Repeatable.is(HttpRequest.post("/v1/kv/a"))).isFalse();
    }
}
