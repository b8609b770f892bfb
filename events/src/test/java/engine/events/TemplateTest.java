package engine.events;

import static engine.events.Fixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplateTest {

    private static Occasion occasion(ByteString payload) {
        return new Occasion(new Event("id1", "deploy", payload, "", "", "", 7, T0, "db1"), "web1", "t");
    }

    private static String text(String template, String payload) {
        return Template.of(template).text(occasion(ByteString.fromString(payload)));
    }

    @Test
    void variablesBecomeWhatTheyAreAndTheRestStays() {
        assertThat(text("{{id}} {{ name }} {{payload}} {{ltime}} {{fired-by}} {{node}} {{trigger}} {x} }} $y", "p"))
                .isEqualTo("id1 deploy p 7 db1 web1 t {x} }} $y");
        assertThat(text("", "p")).isEmpty();
    }

    @Test
    void aVariableIsNotReadAgainForVariables() {
        assertThat(text("{{payload}}", "{{id}}")).isEqualTo("{{id}}");
    }

    @Test
    void aJsonStringIsWhole() {
        assertThat(text("[{{json payload}}]", "a\"b\\c\n\u0001é")).isEqualTo("[\"a\\\"b\\\\c\\u000a\\u0001é\"]");
    }

    @Test
    void aUrlCannotBeLedElsewhere() {
        var url = Template.ofUrl("http://a/{{payload}}?q={{url payload}}");
        assertThat(url.text(occasion(ByteString.fromString("x/../ é?&#@"))))
                .isEqualTo("http://a/x%2F..%2F%20%C3%A9%3F%26%23%40?q=x%2F..%2F%20%C3%A9%3F%26%23%40");
    }

    @Test
    void aPayloadOfAnyBytesStaysAsItIs() {
        var bytes = ByteString.fromInts(0, 255, 128, 10);
        assertThat(Template.PAYLOAD.bytes(occasion(bytes))).isEqualTo(bytes);
        assertThat(Template.of("{{base64 payload}}").text(occasion(bytes))).isEqualTo("AP+ACg==");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{{version}} | {{version}} is no variable: there are id, name, payload, ltime, fired-by, node, trigger",
                "{{xml payload}} | {{xml payload}}: a variable can be put in as json, url or base64",
                "{{payload | '{{' begins a variable, such as {{payload}} or {{json payload}}",
                "{{}} | '{{' begins a variable, such as {{payload}} or {{json payload}}"
            })
    void whatIsNoVariableIsRefused(String template, String sentence) {
        assertThatThrownBy(() -> Template.of(template)).hasMessage(sentence);
    }
}
