package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventHandlerTest {

    @Test
    void aTextNamesEventsAndAScript() {
        assertThat(EventHandler.all(
                        List.of("a.sh", "member-join,user:deploy=b.sh --x=1", "query:load = uptime", "*=c")))
                .containsExactly(
                        new EventHandler("*", "", "a.sh"),
                        new EventHandler("member-join", "", "b.sh --x=1"),
                        new EventHandler("user", "deploy", "b.sh --x=1"),
                        new EventHandler("query", "load", "uptime"),
                        new EventHandler("*", "", "c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user=", "users=a", "user:=a", "member-join:x=a", "user,=a", "X=1 a.sh"})
    void anythingElseIsToldInASentence(String text) {
        assertThatThrownBy(() -> EventHandler.all(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no event handler: write SCRIPT");
    }
}
