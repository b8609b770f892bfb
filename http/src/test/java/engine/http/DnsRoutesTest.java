package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DnsRoutesTest {
    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void anAnswerIsToldWithWhyInstancesAreNotInIt() {
        var answer = api.get("/v1/dns/explain?name=web.service.consul&type=SRV&transport=tcp");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"Name\":\"web.service.consul\",\"Type\":\"SRV\",\"Meaning\":\"a meaning\",\"Rcode\":\"NOERROR\","
                                + "\"Authoritative\":true,\"Truncated\":false,\"Answer\":[\"an answer\"],\"Authority\":[],\"Additional\":[],"
                                + "\"Instances\":[{\"Node\":\"n1\",\"ID\":\"w1\",\"Address\":\"10.0.0.1\",\"Port\":80,"
                                + "\"Answered\":false,\"Reason\":\"a reason\"}]}");
    }

    @Test
    void whatIsMissingOrWrongIsSaid() {
        assertThat(api.get("/v1/dns/explain").status()).isEqualTo(400);
        assertThat(api.get("/v1/dns/explain?name=a&transport=quic").body())
                .isEqualTo("Invalid transport: it is udp or tcp.");
        assertThat(api.get("/v1/dns/explain?name=bad").body()).isEqualTo("Invalid name: a sentence.");
    }
}
