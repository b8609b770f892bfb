package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DnsCommandTest {
    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent().answer("/v1/dns/explain", """
                {"Name":"web.service.consul.","Type":"SRV","Meaning":"service 'web'","Rcode":"NOERROR","Truncated":true,
                 "Answer":["web.service.consul. 0 IN SRV 1 1 80 n1.node.dc1.consul."],"Authority":[],"Additional":[],
                 "Instances":[{"Node":"n1","ID":"w1","Address":"10.0.0.1","Port":80,"Answered":true,"Reason":""},
                              {"Node":"n2","ID":"w2","Address":"10.0.0.2","Port":80,"Answered":false,"Reason":"check 'c' is critical"}]}
                """);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void theAnswerIsShownWithWhyInstancesAreNotInIt() {
        assertThat(Call.to(agent, "dns", "web.service.consul", "SRV")).isEqualTo(new Call(0, """
                web.service.consul. SRV: NOERROR, truncated
                It is service 'web'.
                Answer:
                  web.service.consul. 0 IN SRV 1 1 80 n1.node.dc1.consul.
                Node  ID  Address   Port  Answered  Why not
                n1    w1  10.0.0.1  80    yes       -
                n2    w2  10.0.0.2  80    no        check 'c' is critical
                """, ""));
    }

    @Test
    void theAnswerOfTheAgentIsShownAsJson() {
        assertThat(Call.to(agent, "dns", "web.service.consul", "--format", "json")
                        .out())
                .contains("\"Rcode\": \"NOERROR\"");
    }

    @Test
    void aNameIsNeeded() {
        assertThat(Call.to(agent, "dns"))
                .isEqualTo(new Call(2, "", "engine: name what to ask for: `engine dns web.service.consul`.\n"));
    }
}
