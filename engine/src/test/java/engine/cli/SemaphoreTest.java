package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SemaphoreTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private LockAgent agent;
    private Api api;

    @BeforeEach
    void start() throws IOException {
        agent = new LockAgent();
        var arguments = new Arguments(List.of(new Arguments.Given("http-addr", agent.address())), List.of());
        api = Api.of(arguments, new Shell(System.in, System.out, System.err, Map.of(), false));
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private SemaphoreClaim claim(int limit) {
        return new SemaphoreClaim(api, "", "s", limit);
    }

    private String session() {
        var body = "{\"Behavior\":\"delete\"}";
        return Fields.of(Json.parse(api.put(Target.of("/v1/session/create"), body)))
                .text("ID");
    }

    /** A claim of a new session, that has entered. */
    private record Entered(SemaphoreClaim claim, String session) {
        Claim.Outcome attempt() {
            return claim.attempt(session, SHORT);
        }

        boolean held() {
            return claim.held(session, SHORT);
        }
    }

    private Entered enter(int limit) {
        var entered = new Entered(claim(limit), session());
        entered.claim().enter(entered.session());
        return entered;
    }

    @Test
    void asManyAsItHasPlacesHoldIt() {
        var one = enter(2);
        var two = enter(2);
        var three = enter(2);
        assertThat(one.attempt()).isEqualTo(Claim.Outcome.HELD);
        assertThat(two.attempt()).isEqualTo(Claim.Outcome.HELD);
        assertThat(three.attempt()).isEqualTo(Claim.Outcome.TAKEN);
        assertThat(one.held()).isTrue();
        assertThat(three.held()).isFalse();
        one.claim().release(one.session());
        assertThat(three.attempt()).isEqualTo(Claim.Outcome.HELD);
        assertThat(one.held()).isFalse();
    }

    @Test
    void aHolderWhoseSessionEndedHasNoPlace() {
        var one = enter(1);
        var two = enter(1);
        assertThat(one.attempt()).isEqualTo(Claim.Outcome.HELD);
        assertThat(two.attempt()).isEqualTo(Claim.Outcome.TAKEN);
        agent.end(one.session());
        assertThat(two.attempt()).isEqualTo(Claim.Outcome.HELD);
        assertThat(one.held()).isFalse();
        assertThat(agent.value("s/.lock")).isEqualTo("{\"Limit\":1,\"Holders\":{\"" + two.session() + "\":true}}");
    }

    @Test
    void theLastOneLeavesNothingBehind() {
        var one = enter(2);
        var two = enter(2);
        one.attempt();
        two.attempt();
        one.claim().release(one.session());
        one.claim().tidy();
        assertThat(agent.keys()).containsExactly("s/.lock", "s/" + two.session());
        two.claim().release(two.session());
        two.claim().tidy();
        assertThat(agent.keys()).isEmpty();
    }

    @Test
    void theKeysAreThoseOfConsulsClients() {
        var one = enter(3);
        one.attempt();
        assertThat(agent.keys()).containsExactly("s/.lock", "s/" + one.session());
        assertThat(agent.holder("s/" + one.session())).isEqualTo(one.session());
        assertThat(agent.holder("s/.lock")).isEmpty();
        assertThat(agent.log())
                .contains("PUT /v1/kv/s/" + one.session() + "?acquire=" + one.session() + "&flags=16210313421097356768")
                .contains("PUT /v1/kv/s/.lock?cas=0&flags=16210313421097356768");
    }

    @Test
    void whoDisagreesOnTheNumberOfPlacesIsRefused() {
        enter(2).attempt();
        var other = enter(3);
        assertThatThrownBy(other::attempt)
                .hasMessage("the semaphore has 2 places, not 3: all who use it must say the same -n.");
    }

    @Test
    void aKeyThatIsALockIsRefused() {
        agent.put("s/.lock", "", LockClaim.FLAGS, "");
        assertThatThrownBy(enter(2)::attempt).hasMessageContaining("is no semaphore: a lock uses it");
    }

    @Test
    void theStateIsReadFromWhatGoWrites() {
        var holder = UUID.randomUUID().toString();
        var value = "eyJMaW1pdCI6MiwiSG9sZGVycyI6eyJnb25lIjp0cnVlLCJo"
                + "IjogdHJ1ZX19"; // {"Limit":2,"Holders":{"gone":true,"h": true}}
        var lock =
                Fields.of(Map.of("Key", "s/.lock", "Flags", SemaphoreClaim.FLAGS, "Value", value, "ModifyIndex", 38));
        var contender = Fields.of(Map.of("Key", "s/h", "Session", "h"));
        var other = Fields.of(Map.of("Key", "s/" + holder, "Session", holder));
        var state = SemaphoreState.of(List.of(lock, contender, other), "s/.lock", 2);
        assertThat(state).isEqualTo(new SemaphoreState(2, new TreeSet<>(List.of("h")), "38"));
        assertThat(state.full()).isFalse();
        assertThat(state.with("a").json()).isEqualTo("{\"Limit\":2,\"Holders\":{\"a\":true,\"h\":true}}");
        assertThat(state.with("a").full()).isTrue();
        assertThat(state.with("a").without("h").json()).isEqualTo("{\"Limit\":2,\"Holders\":{\"a\":true}}");
    }

    @Test
    void prefixesAreCleanedAsConsulsClientsDo() {
        assertThat(LockPath.clean("/a//b/./c/../d/")).isEqualTo("a/b/d");
        assertThat(LockPath.clean("../..")).isEmpty();
        assertThat(LockPath.below("a", ".lock")).isEqualTo("a/.lock");
    }
}
