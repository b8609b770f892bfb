package engine.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlocksTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "service { a = 1 }\nservice { b = 1 }",
                "{ service: {}, \"service\": {} }",
                "{\"service\": {\"name\": \"a\"}, \"Service\": {\"name\": \"b\"}}",
                "service\n{ a = 1 }, service = [ {} ]",
                "services = [ { check { x = 1 }, check { y = 2 } } ]",
                "x { y { check = {}\n # comment\n check : {} } }",
                "retry-join = [a]\nretry_join = [b]",
                "a = \"text {\", service {}, b = \"\"\"more } \"\"\", service {}"
            })
    void whatTheParserWouldMergeOrReplaceIsRefused(String text) {
        assertThatThrownBy(() -> Blocks.check(text, "x.conf"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("x.conf:")
                .hasMessageContaining(": a second '");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "service { name = service, tags = [service, check] }",
                "services = [ { check { x = 1 } }, { check { y = 2 } } ]",
                "service.name = a\nservice.port = 1",
                "services = [ {} ]\nservices += {}",
                "services { a {} }, services { b {} }",
                "# service {}\nservice {}\n// service {}",
                "a = \"service {}\", service {}, b = \"\"\"service {}\"\"\"",
                "where { service = a }, on { service = b }, service {}",
                "service = a\nservice = b",
                "}}}]]][",
                "\"\\",
                "\"\"\"\"",
                "include \"a\"\nservice {}"
            })
    void anythingElseIsLeftToTheParser(String text) {
        assertThatCode(() -> Blocks.check(text, "x.conf")).doesNotThrowAnyException();
    }
}
