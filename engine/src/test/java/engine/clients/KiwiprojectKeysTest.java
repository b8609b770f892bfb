package engine.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.Await;
import engine.TestCluster;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.cache.KVCache;
import org.kiwiproject.consul.model.kv.Operation;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.model.kv.Verb;
import org.kiwiproject.consul.model.session.ImmutableSession;
import org.kiwiproject.consul.model.session.SessionInfo;
import org.kiwiproject.consul.option.ConsistencyMode;
import org.kiwiproject.consul.option.ImmutableDeleteOptions;
import org.kiwiproject.consul.option.ImmutablePutOptions;
import org.kiwiproject.consul.option.ImmutableQueryOptions;
import org.kiwiproject.consul.option.QueryOptions;
import org.kiwiproject.consul.util.LeaderElectionUtil;

/** Keys, locks, sessions and transactions with {@code org.kiwiproject:consul-client}, against a server with a data directory. */
@Timeout(60)
final class KiwiprojectKeysTest {
    /** Longer than anybody here waits: what comes earlier was woken by a change. */
    private static final int WATCH_SECONDS = 50;

    @TempDir
    static Path dir;

    private static TestCluster server;
    private static Consul consul;
    private static KeyValueClient keys;

    @BeforeAll
    static void begin() {
        server = new TestCluster(dir, 1, 0);
        server.startAll();
        server.leader();
        consul = KiwiprojectRecipeClient.consul(server.http("s1"));
        keys = consul.keyValueClient();
    }

    @AfterAll
    static void end() {
        consul.destroy();
        server.close();
    }

    private static ImmutableSession.Builder session(String name) {
        return ImmutableSession.builder().name(name);
    }

    private static String newSession(String name) {
        return consul.sessionClient().createSession(session(name).build()).getId();
    }

    private static Value value(String key) {
        return keys.getValue(key).orElseThrow();
    }

    @Test
    void keysAreSetReadListedAndDeleted() {
        assertThat(keys.putValue("app/a", "1")).isTrue();
        assertThat(keys.putValue("app/b/c", "grün", 7)).isTrue();
        assertThat(keys.putValue("app/empty")).isTrue();
        assertThat(keys.putValue("app/most", "flags", -1)).isTrue();

        assertThat(keys.getValueAsString("app/a")).contains("1");
        assertThat(value("app/b/c").getValueAsString()).contains("grün");
        assertThat(value("app/b/c").getFlags()).isEqualTo(7);
        assertThat(value("app/most").getFlags()).isEqualTo(-1);
        assertThat(value("app/empty").getValue()).isEmpty();
        assertThat(keys.getValue("app/none")).isEmpty();
        assertThat(keys.getValues("app/"))
                .extracting(Value::getKey)
                .containsExactly("app/a", "app/b/c", "app/empty", "app/most");
        assertThat(keys.getKeys("app/", "/")).containsExactly("app/a", "app/b/", "app/empty", "app/most");

        keys.deleteKey("app/a");
        assertThat(keys.getValue("app/a")).isEmpty();
        keys.deleteKeys("app/");
        assertThat(keys.getValues("app/")).isEmpty();
        assertThat(keys.getKeys("app/")).isEmpty();
    }

    @Test
    void aKeyIsSetAndDeletedOnlyWithTheIndexThatItHas() {
        var absent = ImmutablePutOptions.builder().cas(0).build();
        assertThat(keys.putValue("cas/a", "1", 0, absent)).isTrue();
        assertThat(keys.putValue("cas/a", "2", 0, absent)).isFalse();
        var index = value("cas/a").getModifyIndex();
        assertThat(keys.putValue(
                        "cas/a",
                        "2",
                        0,
                        ImmutablePutOptions.builder().cas(index).build()))
                .isTrue();
        keys.deleteKey("cas/a", ImmutableDeleteOptions.builder().cas(index).build());
        assertThat(keys.getValueAsString("cas/a")).contains("2");
        keys.deleteKey(
                "cas/a",
                ImmutableDeleteOptions.builder()
                        .cas(value("cas/a").getModifyIndex())
                        .build());
        assertThat(keys.getValue("cas/a")).isEmpty();
    }

    @Test
    void aLockHasOneHolderUntilItIsReleased() {
        var one = newSession("one");
        var two = newSession("two");
        assertThat(keys.acquireLock("lock/a", "one", one)).isTrue();
        assertThat(keys.acquireLock("lock/a", "two", two)).isFalse();
        assertThat(keys.getSession("lock/a")).contains(one);
        assertThat(keys.releaseLock("lock/a", two)).isFalse();
        assertThat(keys.releaseLock("lock/a", one)).isTrue();
        assertThat(keys.getSession("lock/a")).isEmpty();
        assertThat(keys.acquireLock("lock/a", "two", two)).isTrue();
        assertThat(value("lock/a").getLockIndex()).isEqualTo(2);
    }

    @Test
    void aSessionIsMadeShownRenewedAndDestroyed() {
        var sessions = consul.sessionClient();
        var asked = session("job").ttl("30s").lockDelay("2s").behavior("delete").build();
        var id = sessions.createSession(asked).getId();
        assertThat(sessions.getSessionInfo(id))
                .get()
                .returns("job", info -> info.getName().orElseThrow())
                .returns("s1", SessionInfo::getNode)
                .returns("30s", info -> info.getTtl().orElseThrow())
                .returns(TimeUnit.SECONDS.toNanos(2), SessionInfo::getLockDelay)
                .returns("delete", SessionInfo::getBehavior);
        assertThat(sessions.renewSession(id)).map(SessionInfo::getId).contains(id);
        assertThat(sessions.listSessions()).extracting(SessionInfo::getId).contains(id);
        assertThat(keys.acquireLock("job/a", id)).isTrue();
        sessions.destroySession(id);
        assertThat(sessions.getSessionInfo(id)).isEmpty();
        assertThat(keys.getValue("job/a")).isEmpty();
        assertThatThrownBy(() -> sessions.renewSession(id))
                .isInstanceOfSatisfying(
                        ConsulException.class, e -> assertThat(e.getCode()).isEqualTo(404));
        assertThatThrownBy(() -> keys.acquireLock("job/b", id)).hasMessageContaining("invalid session");
    }

    @Test
    void theSecondOfTwoCandidatesIsElectedWhenTheFirstReleases() {
        var election = new LeaderElectionUtil(consul);
        assertThat(election.getLeaderInfoForService("billing")).isEmpty();
        assertThat(election.electNewLeaderForService("billing", "one")).contains("one");
        assertThat(election.electNewLeaderForService("billing", "two")).contains("one");
        assertThat(election.releaseLockForService("billing")).isTrue();
        assertThat(election.getLeaderInfoForService("billing")).isEmpty();
        assertThat(election.electNewLeaderForService("billing", "two")).contains("two");
        assertThat(election.getLeaderInfoForService("billing")).contains("two");
    }

    @Test
    void aCacheOfKeysFollowsWhatIsSetAndDeleted() throws Exception {
        keys.putValue("cache/a", "1");
        try (var cache = KVCache.newCache(keys, "cache/", WATCH_SECONDS)) {
            cache.start();
            assertThat(cache.awaitInitialized(10, TimeUnit.SECONDS)).isTrue();
            assertThat(cache.getMap()).containsOnlyKeys("a");
            keys.putValue("cache/b", "2");
            Await.until("b is there", () -> cache.getMap().containsKey("b"));
            keys.putValue("cache/a", "3");
            Await.until(
                    "a has changed",
                    () -> Objects.requireNonNull(cache.getMap().get("a"))
                            .getValueAsString()
                            .orElseThrow()
                            .equals("3"));
            keys.deleteKey("cache/b");
            Await.until("b is gone", () -> !cache.getMap().containsKey("b"));
            keys.deleteKeys("cache/");
            Await.until("nothing is left", () -> cache.getMap().isEmpty());
            keys.putValue("cache/c", "4");
            Await.until("c is there", () -> cache.getMap().containsKey("c"));
        }
    }

    @Test
    void aQueryOfOneKeyWaitsUntilItIsSet() throws Exception {
        var index = keys.getConsulResponseWithValues("wait/a").getIndex();
        var later = CompletableFuture.supplyAsync(() -> keys.getValue(
                        "wait/a",
                        QueryOptions.blockSeconds(WATCH_SECONDS, index).build())
                .flatMap(Value::getValueAsString));
        keys.putValue("wait/a", "here");
        assertThat(later.get(10, TimeUnit.SECONDS)).contains("here");
    }

    @Test
    void aTransactionIsDoneAsAWholeOrNotAtAll() {
        var done = keys.performTransaction(
                Operation.builder(Verb.SET).key("txn/a").value("1").flags(7).build(),
                Operation.builder(Verb.SET).key("txn/b").value("2").build(),
                Operation.builder(Verb.GET).key("txn/a").build());
        assertThat(done.getResponse().errors()).isEmpty();
        assertThat(done.getResponse().results()).hasSize(3);
        assertThat(done.getResponse().results().getLast().get("KV"))
                .returns("1", read -> read.getValueAsString().orElseThrow())
                .returns(7L, Value::getFlags);

        assertThatThrownBy(() -> keys.performTransaction(
                        Operation.builder(Verb.SET).key("txn/a").value("3").build(),
                        Operation.builder(Verb.CHECK_INDEX)
                                .key("txn/b")
                                .index(BigInteger.ONE)
                                .build()))
                .isInstanceOfSatisfying(
                        ConsulException.class, e -> assertThat(e.getCode()).isEqualTo(409));
        assertThat(keys.getValueAsString("txn/a")).contains("1");

        var holder = newSession("txn");
        keys.performTransaction(
                Operation.builder(Verb.LOCK)
                        .key("txn/lock")
                        .session(holder)
                        .value("h")
                        .build(),
                Operation.builder(Verb.CHECK_SESSION)
                        .key("txn/lock")
                        .session(holder)
                        .build(),
                Operation.builder(Verb.DELETE_TREE).key("txn/b").build());
        assertThat(keys.getSession("txn/lock")).contains(holder);
        assertThat(keys.getValue("txn/b")).isEmpty();
    }

    @Test
    void readsAreConsistentOrStaleAsAsked() {
        keys.putValue("mode/a", "1");
        for (var mode : List.of(ConsistencyMode.DEFAULT, ConsistencyMode.CONSISTENT, ConsistencyMode.STALE)) {
            var options = ImmutableQueryOptions.builder().consistencyMode(mode).build();
            var response = keys.getConsulResponseWithValue("mode/a", options).orElseThrow();
            assertThat(response.isKnownLeader()).isTrue();
            assertThat(response.getIndex()).isPositive();
            assertThat(response.getResponse().getValueAsString()).contains("1");
        }
    }
}
