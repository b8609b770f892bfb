package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KvCommandsTest {
    private static final String FOO =
            "{\"LockIndex\":0,\"Key\":\"foo\",\"Flags\":42,\"Value\":\"YmFy\",\"CreateIndex\":13,\"ModifyIndex\":17}";
    private static final String EMPTY =
            "{\"LockIndex\":0,\"Key\":\"foo/e\",\"Flags\":0,\"Value\":null,\"CreateIndex\":14,\"ModifyIndex\":14}";

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent().answer("/v1/kv/foo", "[" + FOO + "]");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void getPrintsTheValue() {
        assertThat(Call.to(agent, "kv", "get", "foo")).isEqualTo(new Call(0, "bar\n", ""));
        assertThat(Call.to(agent, "kv", "get", "/foo").out()).isEqualTo("bar\n");
        assertThat(Call.to(agent, "kv", "get", "-raw", "foo").out()).isEqualTo("bar");
        assertThat(Call.to(agent, "kv", "get", "-base64", "foo").out()).isEqualTo("YmFy\n");
    }

    @Test
    void getPrintsDetailsInConsulsColumns() {
        assertThat(Call.to(agent, "kv", "get", "-detailed", "foo").out()).isEqualTo("""
                        CreateIndex      13
                        Flags            42
                        Key              foo
                        LockIndex        0
                        ModifyIndex      17
                        Session          -
                        Value            bar
                        """);
    }

    @Test
    void getPrintsATree() throws IOException {
        try (var tree = new FakeAgent().answer("/v1/kv/foo", "[" + FOO + "," + EMPTY + "]")) {
            assertThat(Call.to(tree, "kv", "get", "-recurse", "foo").out()).isEqualTo("foo:bar\nfoo/e:\n");
            assertThat(tree.lastAsked().target()).isEqualTo("/v1/kv/foo?recurse");
            assertThat(Call.to(tree, "kv", "get", "-recurse", "-detailed", "foo")
                            .out())
                    .contains("Value            bar\n\nCreateIndex      14\n")
                    .endsWith("Value            \n");
        }
    }

    @Test
    void getPrintsNames() {
        agent.answer("/v1/kv/", "[\"a\",\"b/\"]");
        assertThat(Call.to(agent, "kv", "get", "-keys").out()).isEqualTo("a\nb/\n");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv/?keys&separator=%2F");
        Call.to(agent, "kv", "get", "-keys", "-separator=", "-stale", "-datacenter=dc2");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv/?dc=dc2&stale&keys");
    }

    @Test
    void getPrintsJson() {
        assertThat(Json.parse(
                        Call.to(agent, "kv", "get", "foo", "--format=json").out()))
                .isEqualTo(Json.parse("[" + FOO + "]"));
    }

    @Test
    void aKeyThatIsNotThereIsAFailureAndAnEmptyTreeIsNot() {
        agent.answer("/v1/kv/nope", 404, "", Map.of());
        assertThat(Call.to(agent, "kv", "get", "nope")).isEqualTo(new Call(1, "", "engine: no key exists at: nope.\n"));
        assertThat(Call.to(agent, "kv", "get", "-recurse", "nope")).isEqualTo(new Call(0, "", ""));
        assertThat(Call.to(agent, "kv", "get").code()).isEqualTo(2);
    }

    @Test
    void putWritesWhatIsGiven(@TempDir Path directory) throws IOException {
        agent.answer("/v1/kv/a b", "true");
        assertThat(Call.to(agent, "kv", "put", "-flags=18446744073709551615", "a b", "x"))
                .isEqualTo(new Call(0, "Success! Data written to: a b\n", ""));
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv/a%20b?flags=18446744073709551615");
        assertThat(agent.lastAsked().body()).isEqualTo("x");
        Call.to(agent, "kv", "put", "a b");
        assertThat(agent.lastAsked().body()).isEmpty();
        Call.to(agent, "kv", "put", "-base64", "a b", "aGFsbG8=");
        assertThat(agent.lastAsked().body()).isEqualTo("hallo");
        Call.with(Map.of("ENGINE_HTTP_ADDR", agent.address()), "stdin", "kv", "put", "a b", "-");
        assertThat(agent.lastAsked().body()).isEqualTo("stdin");
        Call.to(agent, "kv", "put", "a b", "@" + Files.writeString(directory.resolve("v"), "file"));
        assertThat(agent.lastAsked().body()).isEqualTo("file");
    }

    @Test
    void aConditionThatDoesNotHoldIsAFailure() {
        agent.answer("/v1/kv/k", "false");
        assertThat(Call.to(agent, "kv", "put", "-cas", "-modify-index=0", "k", "x"))
                .isEqualTo(new Call(1, "", "engine: did not write to k: it has changed since index 0.\n"));
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv/k?cas=0");
        assertThat(Call.to(agent, "kv", "delete", "-cas", "-modify-index=7", "k")
                        .code())
                .isEqualTo(1);
        assertThat(Call.to(agent, "kv", "put", "-cas", "k", "x").err()).contains("--cas needs --modify-index");
        assertThat(Call.to(agent, "kv", "put", "-cas", "-modify-index=x", "k").code())
                .isEqualTo(2);
    }

    @Test
    void putTakesAndGivesBackLocks() {
        agent.answer("/v1/kv/l", "true").answer("/v1/kv/l", "true").answer("/v1/kv/l", "false");
        assertThat(Call.to(agent, "kv", "put", "-acquire", "-session=s 1", "-flags=7", "l", "x"))
                .isEqualTo(new Call(0, "Success! Lock acquired on: l\n", ""));
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv/l?flags=7&acquire=s%201");
        assertThat(Call.to(agent, "kv", "put", "-release", "-session=s", "l").out())
                .isEqualTo("Success! Lock released on: l\n");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv/l?release=s");
        assertThat(Call.to(agent, "kv", "put", "-acquire", "-session=s", "l").err())
                .contains("did not acquire the lock on l");
        assertThat(Call.to(agent, "kv", "put", "-release", "-session=s", "l").err())
                .contains("did not release the lock on l");
        assertThat(Call.to(agent, "kv", "put", "-acquire", "l").code()).isEqualTo(2);
        assertThat(Call.to(agent, "kv", "put", "-acquire", "-release", "-session=s", "l")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void writesMayExpireOrBeMadeWithoutAMajority() {
        agent.answer("/v1/kv/t", "true");
        Call.to(agent, "kv", "put", "--ttl=1m30s", "t", "x");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv/t?ttl=1m30s");
        Call.to(agent, "kv", "put", "--available", "t", "x");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv/t?available");
        Call.to(agent, "kv", "delete", "--available", "t");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv/t?available");
        int asked = agent.asked().size();
        assertThat(Call.to(agent, "kv", "put", "--ttl=soon", "t", "x").code()).isEqualTo(2);
        assertThat(Call.to(agent, "kv", "put", "--available", "--cas", "--modify-index=1", "t", "x")
                        .err())
                .contains("cannot go with --available");
        assertThat(Call.to(agent, "kv", "delete", "--available", "--recurse", "t")
                        .code())
                .isEqualTo(2);
        assertThat(Call.to(agent, "kv", "put", "--namespace=team", "t", "x").code())
                .isEqualTo(2);
        assertThat(agent.asked()).hasSize(asked);
    }

    @Test
    void readsSayHowFreshTheyMustBe() {
        Call.to(agent, "kv", "get", "-consistent", "-namespace=default", "foo");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv/foo?consistent");
        assertThat(Call.to(agent, "kv", "get", "-consistent", "-stale", "foo").code())
                .isEqualTo(2);
    }

    @Test
    void deleteSaysWhatItDeleted() {
        agent.answer("/v1/kv/foo/", "true").answer("/v1/kv/bar", "true").answer("/v1/kv/", "true");
        assertThat(Call.to(agent, "kv", "delete", "bar")).isEqualTo(new Call(0, "Success! Deleted key: bar\n", ""));
        assertThat(agent.lastAsked().method()).isEqualTo("DELETE");
        assertThat(Call.to(agent, "kv", "delete", "-recurse", "foo/").out())
                .isEqualTo("Success! Deleted keys with prefix: foo/\n");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv/foo/?recurse");
        assertThat(Call.to(agent, "kv", "delete", "-recurse", "").code()).isZero();
        assertThat(Call.to(agent, "kv", "delete").code()).isEqualTo(2);
        assertThat(Call.to(agent, "kv", "delete", "").code()).isEqualTo(2);
    }

    @Test
    void putRefusesBadKeysAndValues() {
        assertThat(Call.to(agent, "kv", "put", "/lead", "x").err()).contains("must not begin with '/'");
        assertThat(Call.to(agent, "kv", "put").code()).isEqualTo(2);
        assertThat(Call.to(agent, "kv", "put", "a", "b", "c").code()).isEqualTo(2);
        assertThat(Call.to(agent, "kv", "put", "-base64", "a", "?").err()).contains("not base64");
    }
}
