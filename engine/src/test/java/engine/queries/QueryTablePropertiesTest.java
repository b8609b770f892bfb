package engine.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.http.PreparedQuery;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.pekko.util.ByteString;

class QueryTablePropertiesTest {

    private static QueryTable table(Pictures pictures) {
        return QueryTable.EMPTY.of(pictures.published().current().documents());
    }

    private static void keep(Pictures pictures, String id, PreparedQuery query) {
        pictures.put(new Key.Document("query/" + id), new Value.Document(QueryCodec.encode(id, query)));
    }

    @Provide
    Arbitrary<Set<String>> names() {
        return Arbitraries.strings().withChars("abAB-").ofMaxLength(4).set().ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> asked() {
        return Arbitraries.strings().withChars("abAB-").ofMinLength(1).ofMaxLength(6);
    }

    @Property
    void theWholeNameWinsThenTheLongestTemplate(
            @ForAll("names") Set<String> templates, @ForAll("names") Set<String> plain, @ForAll("asked") String name) {
        var pictures = new Pictures();
        var services = new HashMap<String, String>();
        var number = 0;
        for (var each : templates) {
            if (services.putIfAbsent(each.toLowerCase(Locale.ROOT), "t") == null) {
                keep(pictures, "q" + number++, Queries.template(each, "", Queries.service("t", null)));
            }
        }
        for (var each : plain) {
            if (!each.isEmpty() && services.putIfAbsent(each.toLowerCase(Locale.ROOT), "p") == null) {
                keep(pictures, "q" + number++, Queries.plain("", each, "p"));
            }
        }
        var folded = name.toLowerCase(Locale.ROOT);
        var expected = services.containsKey(folded)
                ? Optional.of(folded)
                : services.entrySet().stream()
                        .filter(each -> each.getValue().equals("t"))
                        .map(Map.Entry::getKey)
                        .filter(folded::startsWith)
                        .max((a, b) -> a.length() - b.length());
        assertThat(table(pictures)
                        .resolve(name)
                        .map(found -> found.query().name().toLowerCase(Locale.ROOT)))
                .isEqualTo(expected);
    }

    @Provide
    Arbitrary<PreparedQuery> queries() {
        var text = Arbitraries.strings().ofMaxLength(6);
        var texts = text.list().ofMaxSize(3).injectNull(0.3);
        var map = Arbitraries.maps(text, text).ofMaxSize(3).injectNull(0.3);
        var flag = Arbitraries.of(true, false);
        var service = Combinators.combine(
                        text,
                        texts,
                        flag,
                        texts,
                        map,
                        map,
                        map.list().ofMaxSize(2).injectNull(0.5))
                .as((name, datacenters, one, tags, nodeMeta, meta, targets) -> new PreparedQuery.Service(
                        name,
                        new PreparedQuery.Failover(
                                3,
                                datacenters,
                                targets == null || targets.stream().anyMatch(target -> target == null)
                                        ? null
                                        : targets),
                        one,
                        tags,
                        name,
                        datacenters,
                        nodeMeta,
                        meta,
                        !one,
                        new PreparedQuery.Elsewhere("", name, "", "g")));
        return Combinators.combine(text, text, service, flag)
                .as((name, other, wanted, one) -> new PreparedQuery(
                        "id", name, other, name, new PreparedQuery.Template(name, other, one), wanted, other, 3, 4));
    }

    @Property
    void aDefinitionIsReadAsItWasWritten(@ForAll("queries") PreparedQuery query) {
        assertThat(QueryCodec.decode(QueryCodec.encode("id", query), 3, 4)).isEqualTo(query);
    }

    @Property(tries = 1)
    void whatDidNotChangeIsTakenOverAndWhatCannotBeReadIsLeftOut() {
        var pictures = new Pictures();
        keep(pictures, "q1", Queries.plain("", "one", "web"));
        var before = table(pictures);
        keep(pictures, "q2", Queries.plain("", "two", "web"));
        pictures.put(new Key.Document("query/q3"), new Value.Document(ByteString.fromString("x")));
        pictures.put(new Key.Document("rollout/1"), new Value.Document(ByteString.fromString("x")));
        var after = before.of(pictures.published().current().documents());
        assertThat(after.all()).extracting(PreparedQuery::name).containsExactly("one", "two");
        assertThat(after.resolve("one").orElseThrow().known())
                .isSameAs(before.resolve("one").orElseThrow().known());
        pictures.delete(new Key.Document("query/q1"));
        assertThat(after.of(pictures.published().current().documents()).resolve("one"))
                .isEmpty();
    }

    @Property(tries = 1)
    void aTemplateIsNotFoundByItsId() {
        var pictures = new Pictures();
        keep(pictures, "q1", Queries.template("geo-", "", Queries.service("web", List.of("${name.suffix}"))));
        var table = table(pictures);
        assertThatThrownBy(() -> table.resolve("q1"))
                .hasMessage("prepared query templates can only be resolved up by name, not by ID");
        assertThat(table.resolve("GEO-x").orElseThrow().query().service().tags())
                .containsExactly("GEO-x");
        assertThat(table.resolve("geo")).isEmpty();
    }
}
