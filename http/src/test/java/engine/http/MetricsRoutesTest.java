package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Metrics of the agent as Consul 1.8 answers, and of the catalog. */
final class MetricsRoutesTest {
    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
        var web = Fakes.service("web1", "web", 1);
        var bad = Fakes.service("web2", "web", 2);
        api.state.instances.add(new Instance(Fakes.NODE, web, List.of(Fakes.check("c1", web, "passing"))));
        api.state.instances.add(new Instance(Fakes.NODE, bad, List.of(Fakes.check("c2", bad, "critical"))));
        api.state.checks.add(Fakes.check("c1", web, "passing"));
        api.state.checks.add(Fakes.check("c2", bad, "critical"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void areAnsweredAsConsulAnswers() {
        var json = api.get("/v1/agent/metrics");
        assertThat(json.status()).isEqualTo(200);
        assertThat(json.header("Content-Type")).isEqualTo("application/json");
        assertThat(json.body()).startsWith("{\"Timestamp\":\"20").contains("\"Points\":[]");

        var text = api.get("/v1/agent/metrics?format=prometheus");
        assertThat(text.header("Content-Type")).isEqualToIgnoringCase("text/plain; version=0.0.4; charset=utf-8");
        assertThat(text.body()).contains("# TYPE consul_http_GET_v1_agent_metrics summary");

        // Another format is none that is known: JSON, as with Consul.
        assertThat(api.get("/v1/agent/metrics?format=foo").body()).startsWith("{\"Timestamp\"");
        assertThat(api.put("/v1/agent/metrics", "").status()).isEqualTo(405);
        assertThat(api.put("/v1/agent/metrics", "").header("Allow")).isEqualTo("OPTIONS,GET");
    }

    @Test
    void areOpenMetricsWhereThatIsAccepted() {
        var open = api.send(
                "GET",
                "/v1/agent/metrics?format=prometheus",
                "",
                "Accept",
                "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");
        assertThat(open.header("Content-Type"))
                .isEqualToIgnoringCase("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body()).endsWith("# EOF\n");
    }

    @Test
    void tellHowTheServicesAre() {
        var all = api.get("/v1/health/metrics");
        assertThat(all.header("Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(all.body())
                .contains("engine_service_instances{service=\"web\",status=\"passing\"} 1\n")
                .contains("engine_service_instances{service=\"web\",status=\"warning\"} 0\n")
                .contains("engine_service_instances{service=\"web\",status=\"critical\"} 1\n")
                .doesNotContain("consul_health");

        var checks = api.get("/v1/health/metrics?checks").body();
        assertThat(checks)
                .contains(
                        "consul_health_service_status{check=\"c2\",node=\"node1\",service_id=\"web2\",service_name=\"web\",status=\"critical\"} 1\n");
    }

    @Test
    void ofAnotherDatacenterAreNotToBeHad() {
        assertThat(api.get("/v1/health/metrics?dc=other").status()).isEqualTo(500);
    }
}
