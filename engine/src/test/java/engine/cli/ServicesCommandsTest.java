package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServicesCommandsTest {
    @TempDir
    Path directory;

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent().answer("/v1/agent/service/register", "");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("services.conf"), text).toString();
    }

    @Test
    void registersOneByOptions() {
        var call = Call.to(
                agent,
                "services",
                "register",
                "-name=web",
                "-id=w2",
                "-port=80",
                "-address=10.0.0.1",
                "-tag=a",
                "-tag=b",
                "-meta",
                "k=v=w");
        assertThat(call).isEqualTo(new Call(0, "Registered service: web\n", ""));
        assertThat(Json.parse(agent.lastAsked().body()))
                .isEqualTo(Json.parse("{\"ID\":\"w2\",\"Name\":\"web\",\"Address\":\"10.0.0.1\",\"Port\":80,"
                        + "\"Tags\":[\"a\",\"b\"],\"Meta\":{\"k\":\"v=w\"}}"));
    }

    @Test
    void registersThoseOfAFileWithTheKeysOfTheApi() throws IOException {
        var file = file("""
                service { name = web, port = 80, meta { app_version = "1" }
                          check { http = "http://x/", interval = 10s, tls_skip_verify = true } }
                services = [ { id = d2, name = db, enable-tag-override = true } ]
                """);
        assertThat(Call.to(agent, "services", "register", file).out())
                .isEqualTo("Registered service: web\nRegistered service: db\n");
        assertThat(Json.parse(agent.asked().getFirst().body()))
                .isEqualTo(Json.parse("{\"Name\":\"web\",\"Port\":80,\"Meta\":{\"app_version\":\"1\"},"
                        + "\"Check\":{\"HTTP\":\"http://x/\",\"Interval\":\"10s\",\"TLSSkipVerify\":true}}"));
        assertThat(Json.parse(agent.lastAsked().body()))
                .isEqualTo(Json.parse("{\"ID\":\"d2\",\"Name\":\"db\",\"EnableTagOverride\":true}"));
    }

    @Test
    void registersThoseOfAnObjectByName() throws IOException {
        Call.to(agent, "services", "register", file("services { web { port = 80 } }"));
        assertThat(Json.parse(agent.lastAsked().body())).isEqualTo(Json.parse("{\"Name\":\"web\",\"Port\":80}"));
    }

    @Test
    void deregistersByIdOrFile() throws IOException {
        agent.answer("/v1/agent/service/deregister/w 2", "")
                .answer("/v1/agent/service/deregister/web", "")
                .answer("/v1/agent/service/deregister/d2", "");
        assertThat(Call.to(agent, "services", "deregister", "-id=w 2"))
                .isEqualTo(new Call(0, "Deregistered service: w 2\n", ""));
        assertThat(Call.to(agent, "services", "deregister", file("services = [{name=web},{name=db,id=d2}]"))
                        .out())
                .isEqualTo("Deregistered service: web\nDeregistered service: d2\n");
    }

    @Test
    void whatCannotBeDoneIsSaid() throws IOException {
        assertThat(Call.to(agent, "services", "register").code()).isEqualTo(2);
        assertThat(Call.to(agent, "services", "register", "-name=a", "f").code())
                .isEqualTo(2);
        assertThat(Call.to(agent, "services", "register", "-port=80").err()).contains("--name is needed");
        assertThat(Call.to(agent, "services", "register", "-name=a", "-port=x").code())
                .isEqualTo(2);
        assertThat(Call.to(agent, "services", "register", "-name=a", "-meta=x").code())
                .isEqualTo(2);
        assertThat(Call.to(agent, "services", "register", "none.json"))
                .isEqualTo(new Call(1, "", "engine: there is no file 'none.json'.\n"));
        assertThat(Call.to(agent, "services", "register", file("{\"x\":")).err())
                .contains("cannot be read");
        assertThat(Call.to(agent, "services", "register", file("x = 1")).err())
                .contains("neither 'service' nor 'services'");
        assertThat(Call.to(agent, "services", "register", file("service { port = 1 }"))
                        .err())
                .contains("has no name");
        assertThat(Call.to(agent, "services", "deregister").code()).isEqualTo(2);
        assertThat(agent.asked()).isEmpty();
    }
}
