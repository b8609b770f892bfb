package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.json.JsonMapper;

/** Our JSON against Jackson's, both ways. */
final class JsonPropertiesTest {
    private static final JsonMapper JACKSON = new JsonMapper();

    @Property(tries = 200)
    void readsWhatJacksonWrites(@ForAll Map<String, List<Long>> numbers, @ForAll List<String> texts) {
        Map<String, Object> value = Map.of("numbers", numbers, "texts", texts);
        assertThat(JsonText.compact(Json.parse(JACKSON.writeValueAsString(value))))
                .isEqualTo(JsonText.compact(Json.parse(JsonText.compact(value))));
        assertThat(Fields.texts(Json.parse(JACKSON.writeValueAsString(texts)))).isEqualTo(texts);
    }

    @Property(tries = 200)
    void jacksonReadsWhatIsWritten(@ForAll Map<String, List<Long>> numbers, @ForAll List<String> texts) {
        Map<String, Object> value = Map.of("numbers", numbers, "texts", texts);
        assertThat(JACKSON.readTree(JsonText.compact(value)))
                .isEqualTo(JACKSON.readTree(JACKSON.writeValueAsString(value)));
        assertThat(JACKSON.readTree(JsonText.indented(value)))
                .isEqualTo(JACKSON.readTree(JACKSON.writeValueAsString(value)));
    }
}
