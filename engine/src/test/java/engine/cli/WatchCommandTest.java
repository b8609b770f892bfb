package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class WatchCommandTest {

    @TempDir
    Path directory;

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static String key(String value, int index) {
        return "[{\"Key\":\"k\",\"Flags\":0,\"Value\":\"" + value + "\",\"ModifyIndex\":" + index + "}]";
    }

    private static Map<String, String> at(String index) {
        return Map.of("X-Consul-Index", index);
    }

    /** A program that keeps what it gets, and fails when it runs for so many times: the watch then ends. */
    private String program(int times) {
        var file = directory.resolve("got");
        return "{ echo \"$CONSUL_INDEX $ENGINE_INDEX\"; cat; } >> " + file + "; exit $(( $(grep -c . " + file + ") >= "
                + 2 * times + " ? 9 : 0 ))";
    }

    private String got() throws IOException {
        return Files.readString(directory.resolve("got"));
    }

    @Test
    void withoutAProgramItPrintsWhatThereIs() {
        agent.answer("/v1/catalog/nodes", 200, "[{\"Node\":\"a\"}]", at("5"));
        assertThat(Call.to(agent, "watch", "-type=nodes")).isEqualTo(new Call(0, """
                        [
                            {
                                "Node": "a"
                            }
                        ]
                        """, ""));
    }

    @Test
    void eachChangeIsHandedOverOnceAndNothingElse() throws IOException {
        agent.answer("/v1/kv/k", 200, key("MQ==", 5), at("5"))
                .answer("/v1/kv/k", 200, key("MQ==", 5), at("6")) // something else has changed
                .answer("/v1/kv/k", 200, key("Mg==", 7), at("7"))
                .answer("/v1/kv/k", 404, "", at("8"));
        var call = Call.to(agent, "watch", "-type=key", "-key=k", program(3));
        assertThat(call).isEqualTo(new Call(9, "", "engine: the program failed with 9: the watch ends.\n"));
        assertThat(got()).isEqualTo("""
                5 5
                {"Key":"k","Flags":0,"Value":"MQ==","ModifyIndex":5,"Session":""}
                7 7
                {"Key":"k","Flags":0,"Value":"Mg==","ModifyIndex":7,"Session":""}
                8 8
                null
                """);
        assertThat(agent.asked().stream().map(FakeAgent.Asked::target))
                .containsExactly(
                        "/v1/kv/k",
                        "/v1/kv/k?index=5&wait=60000ms",
                        "/v1/kv/k?index=6&wait=60000ms",
                        "/v1/kv/k?index=7&wait=60000ms");
    }

    @Test
    void aKeyThatIsNotThereIsNoNewsUntilItIs() throws IOException {
        agent.answer("/v1/kv/k", 404, "", at("4")).answer("/v1/kv/k", 200, key("MQ==", 5), at("5"));
        assertThat(Call.to(agent, "watch", "-type=key", "-key=k", program(1)).code())
                .isEqualTo(9);
        assertThat(got()).startsWith("5 5\n");
    }

    @Test
    void anAgentThatGoesAwayIsWaitedFor() throws IOException {
        agent.answer("/v1/kv/", 200, key("MQ==", 5), at("500"))
                .answer("/v1/kv/", 500, "No cluster leader", Map.of())
                .answer("/v1/kv/", 200, key("MQ==", 5), at("3")) // the new agent begins anew
                .answer("/v1/kv/", 200, key("Mg==", 6), at("6"));
        agent.answer("/v1/kv/p", 200, key("MQ==", 5), at("500"))
                .answer("/v1/kv/p", 500, "No cluster leader", Map.of())
                .answer("/v1/kv/p", 200, key("MQ==", 5), at("3"))
                .answer("/v1/kv/p", 200, key("Mg==", 6), at("6"));
        var call = Call.to(agent, "watch", "-type=keyprefix", "-prefix=p", program(2));
        assertThat(call.code()).isEqualTo(9);
        assertThat(call.err()).contains("No cluster leader", "Trying again", "answers again");
        assertThat(got()).startsWith("500 500\n[{").contains("\n6 6\n[{");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv/p?recurse");
    }

    @Test
    void anAgentThatWasNeverThereIsAFailure() {
        agent.answer("/v1/catalog/nodes", 500, "No cluster leader", Map.of());
        assertThat(Call.to(agent, "watch", "-type=nodes", "true").code()).isEqualTo(1);
        agent.answer("/v1/catalog/services", 403, "Permission denied", Map.of());
        assertThat(Call.to(agent, "watch", "-type=services", "true").err()).contains("Permission denied");
    }

    @Test
    void ofEventsOnlyTheNewOnesAreHandedOver() throws IOException {
        var old = "{\"ID\":\"1\",\"Name\":\"x\"}";
        var fresh = "{\"ID\":\"2\",\"Name\":\"x\"}";
        // Indexes of events are no order, and may have 64 bits.
        agent.answer("/v1/event/list", 200, "[" + old + "]", at("18446744073709551615"))
                .answer("/v1/event/list", 200, "[" + old + "]", at("18446744073709551615"))
                .answer("/v1/event/list", 200, "[" + old + "," + fresh + "]", at("7"));
        Call.to(agent, "watch", "-type=event", "-name=x", program(1));
        assertThat(got()).isEqualTo("7 7\n[" + fresh + "]\n");
        assertThat(agent.lastAsked().target())
                .isEqualTo("/v1/event/list?name=x&index=18446744073709551615&wait=60000ms");
    }

    @Test
    void eachTypeAsksWhereItsDataIs() {
        agent.answer("/v1/health/service/w b", 200, "[]", at("5"));
        agent.answer("/v1/health/state/any", 200, "[]", at("5")).answer("/v1/health/checks/web", 200, "[]", at("5"));
        agent.answer("/v1/health/state/critical", 200, "[]", at("5"));
        agent.answer("/v1/catalog/services", 200, "{}", at("5")).answer("/v1/event/list", 200, "[]", at("5"));
        agent.answer("/v1/kv/p", 404, "", at("5"));
        Call.to(agent, "watch", "-type=service", "-service=w b", "-tag=x", "-tag=y", "-passingonly=true", "-stale");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/health/service/w%20b?stale&tag=x&tag=y&passing");
        assertThat(Call.to(agent, "watch", "-type=checks").out()).isEqualTo("[]\n");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/health/state/any");
        Call.to(agent, "watch", "-type", "checks", "-state", "critical");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/health/state/critical");
        Call.to(agent, "watch", "-type=checks", "-service=web");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/health/checks/web");
        assertThat(Call.to(agent, "watch", "-type=services").out()).isEqualTo("{}\n");
        assertThat(Call.to(agent, "watch", "-type=event").out()).isEqualTo("[]\n");
        assertThat(Call.to(agent, "watch", "-type=keyprefix", "-prefix=p").out())
                .isEqualTo("null\n");
    }

    @Test
    void optionsThatDoNotFitTheTypeAreRefused() {
        assertThat(Call.alone("watch").err()).contains("--type is key, keyprefix");
        assertThat(Call.alone("watch", "-type=keys").err()).contains("not 'keys'");
        assertThat(Call.alone("watch", "-type=key").err()).contains("needs --key");
        assertThat(Call.alone("watch", "-type=key", "-key=k", "-prefix=p").err())
                .contains("--prefix is not for");
        assertThat(Call.alone("watch", "-type=checks", "-service=a", "-state=any")
                        .err())
                .contains("exclude each other");
        assertThat(Call.alone("watch", "-type=service", "-service=a", "-passingonly=x")
                        .code())
                .isEqualTo(2);
    }
}
