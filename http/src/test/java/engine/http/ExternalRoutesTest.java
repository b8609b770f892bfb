package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalRoutesTest {
    private static final String CHECKS = "[{\"Node\":\"printer\",\"Address\":\"10.0.0.9\",\"CheckID\":\"print\","
            + "\"Name\":\"it prints\",\"ServiceID\":\"lp\",\"ServiceName\":\"lp\",\"Status\":\"passing\",\"Output\":\"\","
            + "\"Definition\":{\"Interval\":10000000000,\"TCP\":\"10.0.0.9:631\"},\"ModifyIndex\":7,\"Prober\":\"s1\"}]";
    private static final String PROBERS = "\"Probers\":[{\"Node\":\"s1\",\"Scripts\":true}]";
    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void nothing() {
        api.state.external.found.clear();
    }

    @Test
    void allChecksAndThoseOfAProberAreShown() {
        assertThat(api.get("/v1/external-checks").body())
                .isEqualTo("{\"Version\":\"v1\"," + PROBERS + ",\"Checks\":" + CHECKS + "}");
        assertThat(api.get("/v1/external-checks?prober=s2").body())
                .isEqualTo("{\"Version\":\"v0\"," + PROBERS + ",\"Checks\":[]}");
        assertThat(api.get("/v1/external-checks?prober=s1&version=v1").body())
                .isEqualTo("{\"Version\":\"v1\"," + PROBERS + ",\"Checks\":null}");
    }

    @Test
    void aCheckHasAHistory() {
        var summary = "\"Node\":\"printer\",\"CheckID\":\"print\",\"Name\":\"it prints\",\"ServiceID\":\"lp\","
                + "\"ServiceName\":\"lp\",\"Status\":\"passing\",\"Since\":\"2026-11-20T12:00:00Z\",\"Changes\":3";
        assertThat(api.get("/v1/external-checks/history").body()).isEqualTo("[{" + summary + "}]");
        assertThat(api.get("/v1/external-checks/history/print?node=printer").body())
                .isEqualTo("{" + summary + ",\"Transitions\":[{\"At\":\"2026-11-20T12:00:00Z\",\"From\":\"critical\","
                        + "\"To\":\"passing\",\"Output\":\"it prints\"}]}");
        var missing = api.get("/v1/external-checks/history/print");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.body()).isEqualTo("node is missing: /v1/external-checks/history/ID?node=NAME");
        var unknown = api.get("/v1/external-checks/history/a/b?node=printer");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).isEqualTo("No check \"a/b\" of a node \"printer\" without an agent is registered.");
    }

    @Test
    void whatWasFoundIsWrittenUnlessTheCheckHasChanged() {
        var body =
                "{\"Prober\":\"s1\",\"Node\":\"printer\",\"CheckID\":\"print\",\"ModifyIndex\":%d,\"Status\":\"critical\","
                        + "\"Output\":\"no paper\"}";
        assertThat(api.put("/v1/external-checks", body.formatted(7)).body())
                .isEqualTo("{\"Written\":true,\"ModifyIndex\":8}");
        assertThat(api.put("/v1/external-checks", body.formatted(6)).body())
                .isEqualTo("{\"Written\":false,\"ModifyIndex\":8}");
        assertThat(api.state.external.found)
                .contains(new ExternalChecks.Found("s1", "printer", "print", 7, "critical", "no paper"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"Prober\":\"s1\",\"Node\":\"n\",\"CheckID\":\"c\",\"ModifyIndex\":1,\"Status\":\"fine\"}",
                "{\"Prober\":\"s1\",\"Node\":\"n\",\"CheckID\":\"c\",\"ModifyIndex\":-1,\"Status\":\"passing\"}",
                "{\"Prober\":\"s1\",\"Node\":\"n\",\"CheckID\":\"c\",\"ModifyIndex\":\"1\",\"Status\":\"passing\"}",
                "{\"Node\":\"n\",\"CheckID\":\"c\",\"ModifyIndex\":1,\"Status\":\"passing\"}",
                "{\"Prober\":\"s1\",\"Node\":5,\"CheckID\":\"c\",\"ModifyIndex\":1,\"Status\":\"passing\"}",
                "[]",
                "no"
            })
    void whatMakesNoSenseIsRefused(String body) {
        var refused = api.put("/v1/external-checks", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).isNotBlank();
        assertThat(api.state.external.found).isEmpty();
    }
}
