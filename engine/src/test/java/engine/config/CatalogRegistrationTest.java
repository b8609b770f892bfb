package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import engine.config.ServiceDefinition.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogRegistrationTest {

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments(Map.of(), "Must provide node"),
                arguments(Map.of("Address", "127.0.0.9"), "Must provide node"),
                arguments(Map.of("Node", "ext9"), "Must provide address if SkipNodeUpdate is not set"),
                arguments(with("ID", "x"), "Bad node ID: uuid string is wrong length"),
                arguments(
                        with("ID", "40e4a748x2192-161a-0510-9bf59fe950b5"),
                        "Bad node ID: uuid is improperly formatted"),
                arguments(with("Service", Map.of("ID", "x")), "Must provide service name with ID"),
                arguments(with("Service", Map.of("Service", "s", "Address", "0.0.0.0")), "Invalid service address"),
                arguments(with("Service", Map.of("Service", "s", "Address", "::")), "Invalid service address"),
                arguments(with("Check", Map.of()), "Must provide CheckID or Name of a check"),
                arguments(with("Check", Map.of("Name", "c", "Status", "fine")), "Bad check status"),
                arguments(
                        with("Check", Map.of("CheckID", "c", "Node", "other")),
                        "check node \"other\" does not match node \"n\""),
                arguments(
                        with("Checks", Map.of()),
                        "Request decode failed: json: cannot unmarshal object into Go struct field .Checks of type list"),
                arguments(
                        with("NodeMeta", Map.of("a", 1)),
                        "Request decode failed: json: cannot unmarshal number into Go struct field .NodeMeta of type string"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadRegistrationIsRefused(Map<String, ?> body, String sentence) {
        String said;
        try {
            said = "accepted: " + CatalogRegistration.of(body);
        } catch (DefinitionException e) {
            said = String.valueOf(e.getMessage());
        }
        assertThat(said).isEqualTo(sentence);
    }

    @Test
    void aNodeWithServiceAndCheckIsRead() {
        var registration = CatalogRegistration.of(Map.of(
                "Node", "ext1",
                "address", "127.0.0.11",
                "Service",
                        Map.of(
                                "ID",
                                "redis1",
                                "Service",
                                "redis",
                                "Tags",
                                List.of("primary"),
                                "Address",
                                "127.0.0.12",
                                "Port",
                                6379,
                                "Meta",
                                Map.of("k", "v")),
                "Checks", List.of(Map.of("Name", "n", "node", "EXT1")),
                "Check",
                        Map.of(
                                "Node",
                                "ext1",
                                "CheckID",
                                "service:redis1",
                                "Name",
                                "redis alive",
                                "Status",
                                "passing",
                                "ServiceID",
                                "redis1",
                                "Output",
                                "pong")));

        assertThat(registration)
                .isEqualTo(new CatalogRegistration(
                        "ext1",
                        "127.0.0.11",
                        "",
                        "",
                        null,
                        null,
                        false,
                        Optional.of(new CatalogRegistration.Service(
                                "redis1",
                                "redis",
                                List.of("primary"),
                                "127.0.0.12",
                                Map.of(),
                                6379,
                                Map.of("k", "v"),
                                Weights.EQUAL,
                                false,
                                Optional.empty())),
                        List.of(
                                new CatalogRegistration.Check("n", "n", "critical", "", "", ""),
                                new CatalogRegistration.Check(
                                        "service:redis1", "redis alive", "passing", "", "pong", "redis1"))));
    }

    @Test
    void absentMetadataIsNotEmptyMetadata() {
        assertThat(CatalogRegistration.of(with("x", 1)).nodeMeta()).isNull();
        assertThat(CatalogRegistration.of(with("NodeMeta", Map.of())).nodeMeta())
                .isEmpty();
        assertThat(CatalogRegistration.of(with("TaggedAddresses", Map.of("lan", "x")))
                        .taggedAddresses())
                .isEqualTo(Map.of("lan", "x"));
    }

    @Test
    void anAddressIsNotNeededWhereTheNodeStaysAsItIs() {
        assertThat(CatalogRegistration.of(Map.of("Node", "n", "SkipNodeUpdate", true))
                        .skipNodeUpdate())
                .isTrue();
    }

    @Test
    void aDeregistrationNeedsANode() {
        assertThat(CatalogDeregistration.of(Map.of("Node", "n", "ServiceID", "s", "checkid", "c")))
                .isEqualTo(new CatalogDeregistration("n", "", "s", "c"));
        String said;
        try {
            said = "accepted: " + CatalogDeregistration.of(Map.of("ServiceID", "s"));
        } catch (DefinitionException e) {
            said = String.valueOf(e.getMessage());
        }
        assertThat(said).isEqualTo("Must provide node");
    }

    private static Map<String, Object> with(String key, Object value) {
        return Map.of("Node", "n", "Address", "1.1.1.1", key, value);
    }
}
