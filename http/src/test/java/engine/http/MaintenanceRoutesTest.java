package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceRoutesTest {
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
        api.state.maintenances.kept.clear();
    }

    @Test
    void aTargetIsPutIntoMaintenanceForATimeAndTakenOutAgain() {
        var begun = api.put("/v1/maintenance?service=web&enable=true&for=2h&reason=new+disks", "");
        var kept = "{\"Node\":\"\",\"Service\":\"web\",\"ServiceID\":\"\",\"Reason\":\"new disks\",\"Since\":"
                + "\"2030-01-01T00:00:00Z\",\"Until\":\"2030-01-01T02:00:00Z\",\"By\":\"node1\",\"From\":\"127.0.0.1\"}";
        assertThat(begun.body()).isEqualTo(kept);
        assertThat(api.get("/v1/maintenance").body()).isEqualTo("[" + kept + "]");
        assertThat(api.get("/v1/maintenance").header("X-Consul-Index")).isEqualTo("7");

        api.put("/v1/maintenance?node=n1&service-id=web-1&enable=true", "");
        assertThat(api.state.maintenances.kept).hasSize(2);
        assertThat(api.put("/v1/maintenance?service=web&enable=false", "").body())
                .isEqualTo("true");
        assertThat(api.put("/v1/maintenance?service=web&enable=false", "").body())
                .isEqualTo("false");
        assertThat(api.state.maintenances.kept).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?enable=true",
                "?enable=maybe&node=n1",
                "?node=n1",
                "?enable=true&node=n1&service=web",
                "?enable=true&service=web&service-id=web-1",
                "?enable=true&service-id=web-1",
                "?enable=true&node=n1&for=soon",
                "?enable=true&node=n1&for=0s",
                "?enable=true&node=n1&for=-1h",
                "?enable=true&node=n1&for=90000h"
            })
    void whatIsNotUnderstoodIsRefused(String query) {
        assertThat(api.put("/v1/maintenance" + query, "").status()).isEqualTo(400);
        assertThat(api.state.maintenances.kept).isEmpty();
    }
}
