package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.Directory.Endpoint;
import engine.dns.DnsSettings.Form;
import engine.dns.DnsSettings.Order;
import engine.dns.Reply.Item;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** The order of instances in answers. */
final class ArrangerTest {
    private static final Rr ANY = NodeRecords.cname(Name.root, Name.root, Fixture.SETTINGS.nodeTtl());

    private static Reply reply(int fixed, int... weights) {
        List<Item> items = IntStream.range(0, weights.length)
                .mapToObj(i -> new Item(ANY, true, List.of(), weights[i], "n" + i))
                .toList();
        return new Reply(Rcode.NOERROR, true, items, fixed, 0, true, List.of(), List.of(), null);
    }

    @Property(tries = 300)
    void everyOrderHasEachAnswerOnceAndKeepsWhatIsFixed(
            @ForAll Order order, @ForAll @IntRange(max = 200) int count, @ForAll @IntRange(max = 3) int fixed) {
        var arranger = new Arranger();
        int[] weights = new int[count + fixed];
        int[] got = arranger.arrange(reply(fixed, weights), weights.length, order, node -> node.hashCode() % 7);
        int[] mine = Arrays.copyOf(got, weights.length);
        assertThat(Arrays.copyOf(mine, fixed))
                .containsExactly(IntStream.range(0, fixed).toArray());
        Arrays.sort(mine);
        assertThat(mine).containsExactly(IntStream.range(0, weights.length).toArray());
    }

    @Test
    void rotatingPutsEachFirstInTurn() {
        var arranger = new Arranger();
        int[] first = new int[6];
        for (int i = 0; i < 6; i++) {
            first[i] = arranger.arrange(reply(0, 1, 1, 1), 3, Order.ROTATE, _ -> 0)[0];
        }
        assertThat(first).containsExactly(1, 2, 0, 1, 2, 0);
    }

    @Test
    void weightsDecideHowOftenAnAnswerIsFirst() {
        var arranger = new Arranger();
        Map<Integer, Integer> times = new HashMap<>();
        for (int i = 0; i < 8000; i++) {
            times.merge(arranger.arrange(reply(0, 1, 5, 2, 0), 4, Order.WEIGHTED, _ -> 0)[0], 1, Integer::sum);
        }
        // 1000, 5000 and 2000 expected with standard deviations below 45, and about 10 of the one without weight.
        assertThat(times.get(0)).isBetween(750, 1250);
        assertThat(times.get(1)).isBetween(4700, 5300);
        assertThat(times.get(2)).isBetween(1700, 2300);
        assertThat(times.getOrDefault(3, 0)).isLessThan(60);
    }

    @Test
    void theNearestIsFirstAndTheUnknownLast() {
        Map<String, Double> far = Map.of("n0", 3.0, "n1", 0.5, "n3", 1.0);
        int[] got =
                new Arranger().arrange(reply(0, 1, 1, 1, 1), 4, Order.NEAR, node -> far.getOrDefault(node, Double.NaN));
        assertThat(Arrays.copyOf(got, 4)).containsExactly(1, 3, 0, 2);
    }

    @Test
    void aStableOrderIsThatOfTheDirectoryAlsoInTheAnswer() {
        var catalog = Fixture.recorded();
        var host = catalog.node("plain", "10.0.0.1", Map.of());
        catalog.service(
                "db",
                IntStream.range(2, 90)
                        .mapToObj(i -> new Endpoint(host, "10.0.0." + i, 1, List.of(), 1))
                        .toArray(Endpoint[]::new));
        Responder responder = catalog.responder(Fixture.SETTINGS.with(new Form(true, false, Order.STABLE, "", 0)));
        for (int i = 0; i < 5; i++) {
            Message answer = Fixture.ask(responder, "db.service.consul", "A", 0, Responder.Transport.UDP);
            assertThat(answer.getSection(Section.ANSWER))
                    .extracting(record -> record.rdataToString())
                    .containsExactly("10.0.0.2", "10.0.0.3", "10.0.0.4");
        }
    }
}
