package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description of the own part of the API: what the OpenAPI 3.1 specification asks of it, and that it is what there is. */
class OpenApiTest {
    /** The beginnings of what Consul has too, or would have, and of what is not described. */
    private static final List<String> CONSULS = List.of(
            "/v1/acl/",
            "/v1/agent/",
            "/v1/catalog/",
            "/v1/config",
            "/v1/connect/",
            "/v1/coordinate/",
            "/v1/discovery-chain/",
            "/v1/event/fire/",
            "/v1/event/list",
            "/v1/health/",
            "/v1/internal/ui/",
            "/v1/kv/",
            "/v1/operator/",
            "/v1/query",
            "/v1/session/",
            "/v1/snapshot",
            "/v1/status/",
            "/v1/txn");

    /** Ours among those. */
    private static final List<String> OWN = List.of(
            "/v1/agent/check/history",
            "/v1/agent/check/history/",
            "/v1/agent/check/run/",
            "/v1/agent/log-level",
            "/v1/health/metrics",
            "/v1/operator/peers",
            "/v1/operator/recover");

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
    private static final Pattern IN_PATH = Pattern.compile("\\{([a-z-]+)}");

    private static Api api;
    private static Map<String, @Nullable Object> document;

    @BeforeAll
    static void read() {
        api = new Api();
        var served = api.get("/v1/openapi.json");
        assertThat(served.type()).isEqualTo("application/json");
        document = RequestJson.object(ByteString.fromString(served.body()));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new AssertionError("no object: " + value);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(@Nullable Object value) {
        return value == null ? List.of() : (List<Object>) value;
    }

    private record Operation(String path, String method, Map<String, Object> content) {}

    private static List<Operation> operations() {
        var all = new ArrayList<Operation>();
        object(document.get("paths"))
                .forEach((path, item) -> object(item)
                        .forEach((method, operation) -> all.add(new Operation(path, method, object(operation)))));
        return all;
    }

    /** The pattern of a path as the table of routes has it, with what it answers to. */
    private static Map<String, Set<String>> described() {
        return operations().stream()
                .collect(Collectors.groupingBy(
                        operation -> operation.path().replaceAll("\\{.*", ""),
                        TreeMap::new,
                        Collectors.mapping(
                                operation -> operation.method().toUpperCase(Locale.ROOT),
                                Collectors.toCollection(TreeSet::new))));
    }

    @Test
    void whatIsOwnIsDescribedAndNothingElse() {
        var blocking = new Blocking(
                api.state,
                (_, _) -> {
                    throw new AssertionError("no wait");
                },
                Runnable::run);
        var routed = new TreeMap<String, Set<String>>();
        RouteTables.server(Api.SETTINGS, api.state.ports(), blocking).table().forEach((path, methods) -> {
            var isOwn = OWN.contains(path) || CONSULS.stream().noneMatch(path::startsWith);
            if (path.startsWith("/v1/") && isOwn && !methods.isEmpty()) {
                routed.put(path, new TreeSet<>(methods));
            }
        });
        assertThat(described()).isEqualTo(routed);
    }

    @Test
    void theDocumentIsOne() {
        assertThat(document.get("openapi")).isEqualTo("3.1.0");
        assertThat(object(document.get("info"))).containsKeys("title", "version");
        assertThat(object(document.get("components")).keySet())
                .isSubsetOf("schemas", "responses", "parameters", "headers", "securitySchemes", "requestBodies");
    }

    @Test
    void operationsHaveDistinctNamesAndAnswers() {
        var names = new HashSet<>();
        for (var operation : operations()) {
            assertThat(METHODS).contains(operation.method());
            assertThat(names.add(operation.content().get("operationId")))
                    .as(operation.path())
                    .isTrue();
            var responses = object(operation.content().get("responses"));
            assertThat(responses).containsKey("200");
            responses.forEach((status, response) -> {
                assertThat(status).matches("[1-5][0-9][0-9]");
                assertThat(object(response))
                        .containsAnyOf(
                                Map.entry("$ref", "#/components/responses/Error"),
                                Map.entry(
                                        "description",
                                        String.valueOf(object(response).get("description"))));
            });
        }
    }

    /** OpenAPI 3.1.0, 4.8.12: a parameter has a name, a place and a schema; one of a path is required, and stands in it. */
    @Test
    void parametersAreWhole() {
        for (var operation : operations()) {
            var inPath = new TreeSet<String>();
            var seen = new HashSet<>();
            for (var listed : list(operation.content().get("parameters"))) {
                var parameter = resolved(object(listed));
                assertThat(parameter).containsKeys("name", "in", "description", "schema");
                assertThat(seen.add(parameter.get("name"))).isTrue();
                assertThat(parameter.get("in")).isIn("path", "query", "header");
                if ("path".equals(parameter.get("in"))) {
                    assertThat(parameter.get("required")).isEqualTo(true);
                    inPath.add(String.valueOf(parameter.get("name")));
                }
            }
            var wanted = IN_PATH.matcher(operation.path())
                    .results()
                    .map(m -> m.group(1))
                    .toList();
            assertThat(inPath).as(operation.path()).containsExactlyInAnyOrderElementsOf(wanted);
        }
    }

    @Test
    void everyReferenceIsThere() {
        references(document)
                .forEach(
                        reference -> assertThat(target(reference)).as(reference).isNotNull());
    }

    private static Map<String, Object> resolved(Map<String, Object> value) {
        var reference = value.get("$ref");
        return reference == null ? value : object(target(String.valueOf(reference)));
    }

    private static @Nullable Object target(String reference) {
        assertThat(reference).startsWith("#/");
        @Nullable Object at = document;
        for (var part : reference.substring(2).split("/")) {
            at = object(at).get(part);
        }
        return at;
    }

    private static Stream<String> references(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .flatMap(entry -> "$ref".equals(entry.getKey())
                                ? Stream.of(String.valueOf(entry.getValue()))
                                : references(entry.getValue()));
            case List<?> list -> list.stream().flatMap(OpenApiTest::references);
            case null, default -> Stream.empty();
        };
    }
}
