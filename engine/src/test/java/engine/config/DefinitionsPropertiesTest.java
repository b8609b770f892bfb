package engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Whatever JSON comes as a body, it is read or refused with a sentence. */
class DefinitionsPropertiesTest {

    /** Stands for JSON's null, which jqwik's types do not allow. */
    private static final String NULL = "<null>";

    private static final Definitions BODIES =
            Definitions.ofBodies(Configuration.load(new Sources(List.of(), Map.of(), true, ""), Given.BOX)
                    .settings());

    private static final List<Consumer<Map<String, ?>>> READERS = List.of(
            BODIES::service, BODIES::check, BODIES::trigger, CatalogRegistration::of, CatalogDeregistration::of);

    @Provide
    Arbitrary<Map<String, Object>> bodies() {
        return object(3);
    }

    private static Arbitrary<Map<String, Object>> object(int depth) {
        var key = Arbitraries.of(
                "Name",
                "name",
                "ID",
                "CheckID",
                "check_id",
                "Service",
                "Node",
                "Address",
                "Port",
                "Tags",
                "Meta",
                "NodeMeta",
                "Check",
                "Checks",
                "TTL",
                "HTTP",
                "TCP",
                "Args",
                "Script",
                "Interval",
                "Timeout",
                "Status",
                "Header",
                "Method",
                "Weights",
                "Passing",
                "Warning",
                "TaggedAddresses",
                "lan",
                "OutputMaxSize",
                "SuccessBeforePassing",
                "FailuresBeforeCritical",
                "FailuresBeforeWarning",
                "DeregisterCriticalServiceAfter",
                "on",
                "event",
                "run",
                "where",
                "AliasNode",
                "AliasService",
                "GRPC",
                "UDP",
                "H2PING",
                "DNS",
                "Ping",
                "OSService",
                "DockerContainerID",
                "Load",
                "Warning",
                "ExpectStatus",
                "ExpectJson",
                "SkipNodeUpdate",
                "",
                "x");
        Arbitrary<Object> scalar = Arbitraries.of(
                        "",
                        "a",
                        "10s",
                        "10 parsecs",
                        "-1s",
                        "passing",
                        "http://x/",
                        "http://x y/",
                        "127.0.0.1:80",
                        ":",
                        "[::1]:1",
                        "0.0.0.0",
                        "\u0000",
                        NULL,
                        NULL,
                        true,
                        false,
                        0,
                        1,
                        -1,
                        70_000,
                        10_000_000_000L,
                        Long.MAX_VALUE,
                        1.5,
                        1e300,
                        Double.POSITIVE_INFINITY,
                        new BigDecimal("1e999999"),
                        BigInteger.TWO.pow(200))
                .map(Object.class::cast);
        Arbitrary<Object> value = depth == 0
                ? scalar
                : Arbitraries.frequencyOf(
                        Tuple.of(5, scalar),
                        Tuple.of(2, Arbitraries.lazy(() -> object(depth - 1).map(Object.class::cast))),
                        Tuple.of(1, scalar.list().ofMaxSize(3).map(Object.class::cast)),
                        Tuple.of(
                                1,
                                Arbitraries.lazy(() ->
                                        object(depth - 1).list().ofMaxSize(3).map(Object.class::cast))));
        return Arbitraries.maps(key, value).ofMaxSize(8);
    }

    @Property(tries = 5000)
    void anyBodyIsReadOrRefusedWithASentence(@ForAll("bodies") Map<String, Object> body) {
        for (var reader : READERS) {
            try {
                reader.accept(withNulls(body));
            } catch (DefinitionException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private static Map<String, @Nullable Object> withNulls(Map<?, ?> body) {
        var copy = new HashMap<String, @Nullable Object>();
        body.forEach((key, value) -> copy.put(String.valueOf(key), withNulls(value)));
        return copy;
    }

    private static @Nullable Object withNulls(Object value) {
        return switch (value) {
            case String text when text.equals(NULL) -> null;
            case Map<?, ?> map -> withNulls(map);
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                list.forEach(element -> copy.add(withNulls(element)));
                yield copy;
            }
            default -> value;
        };
    }
}
