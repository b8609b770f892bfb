package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class LockCommandTest {
    private static final String KEY = "a/b/.lock";

    @TempDir
    Path directory;

    private LockAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new LockAgent();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    /** A call that goes on while the test does. */
    private record Running(CompletableFuture<Call> call, Map<String, Runnable> signals) {
        void signal(String name) {
            Objects.requireNonNull(signals.get(name)).run();
        }

        Call end() throws Exception {
            return call.get(20, TimeUnit.SECONDS);
        }
    }

    private Running run(String... args) {
        var signals = new ConcurrentHashMap<String, Runnable>();
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var shell = new Shell(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("CONSUL_HTTP_ADDR", agent.address()),
                false,
                signals::put);
        var call = CompletableFuture.supplyAsync(
                () -> new Call(
                        Main.run(List.of(args), shell),
                        out.toString(StandardCharsets.UTF_8),
                        err.toString(StandardCharsets.UTF_8)),
                task -> Thread.ofPlatform().daemon().start(task));
        return new Running(call, signals);
    }

    private Call lock(String... args) throws Exception {
        var all = new ArrayList<>(List.of("lock"));
        all.addAll(List.of(args));
        return run(all.toArray(String[]::new)).end();
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time").isLessThan(deadline);
            Thread.onSpinWait();
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private boolean exists(String name) {
        return Files.exists(directory.resolve(name));
    }

    @Test
    void theProgramRunsWhileItsSessionHoldsTheKeyAndLeavesNothingBehind() throws Exception {
        var call = run("lock", "a/b", "echo $CONSUL_LOCK_HELD > " + file("ran") + "; sleep 60");
        await(() -> exists("ran"));
        assertThat(agent.sessions()).containsOnlyKeys(agent.holder(KEY)).containsValue("release");
        assertThat(agent.value(KEY)).isEmpty();
        assertThat(agent.log()).anyMatch(line -> line.endsWith("&flags=" + 0x2ddccbc058a50c18L));
        call.signal("TERM");
        assertThat(call.end()).isEqualTo(new Call(143, "", ""));
        assertThat(Files.readString(directory.resolve("ran"))).isEqualTo("true\n");
        assertThat(agent.keys()).isEmpty();
        assertThat(agent.sessions()).isEmpty();
    }

    @Test
    void theExitStatusIsThatOfTheProgram() throws Exception {
        assertThat(lock("a/b", "exit 7")).isEqualTo(new Call(7, "", ""));
        assertThat(lock("-child-exit-code", "a/b", "exit 7").code()).isEqualTo(2);
        assertThat(lock("-child-exit-code=false", "a/b", "exit 7").code()).isZero();
        assertThat(lock("-shell=false", "a/b", "sh", "-c", "exit 5").code()).isEqualTo(5);
        assertThat(lock("-shell=false", "a/b", "no-such-program"))
                .isEqualTo(new Call(1, "", "engine: 'no-such-program' cannot be run: there is no such program.\n"));
        assertThat(agent.sessions()).isEmpty();
    }

    @Test
    void whoDoesNotWaitIsToldThatOthersHaveIt() throws Exception {
        agent.put(KEY, "", LockClaim.FLAGS, "other");
        assertThat(lock("--try", "a/b", "true"))
                .isEqualTo(new Call(1, "", "engine: the lock 'a/b/.lock' was not acquired: others have it.\n"));
        assertThat(lock("--timeout=50ms", "a/b", "true").err()).contains("it was not free in 50 ms");
        agent.put(KEY, "", LockClaim.FLAGS, "");
        agent.delay(true);
        assertThat(lock("--try", "a/b", "true").err()).contains("its lock-delay is not over");
        assertThat(agent.holder(KEY)).isEmpty();
        assertThat(agent.sessions()).isEmpty();
    }

    @Test
    void whoWaitsGetsItWhenItIsFree() throws Exception {
        agent.put(KEY, "", LockClaim.FLAGS, "other");
        var call = run("lock", "/a/b/", "touch " + file("ran"));
        await(() -> agent.log().stream().anyMatch(line -> line.contains("&wait=")));
        assertThat(exists("ran")).isFalse();
        agent.put(KEY, "", LockClaim.FLAGS, "");
        assertThat(call.end().code()).isZero();
        assertThat(exists("ran")).isTrue();
    }

    @Test
    void waitingOutlivesAnAgentThatIsAway() throws Exception {
        agent.put(KEY, "", LockClaim.FLAGS, "other");
        var call = run("lock", "-verbose", "a/b", "true");
        await(() -> agent.log().stream().anyMatch(line -> line.contains("&wait=")));
        agent.breakDown(true);
        int before = agent.log().size();
        await(() -> agent.log().size() > before + 1);
        agent.put(KEY, "", LockClaim.FLAGS, "");
        agent.breakDown(false);
        assertThat(call.end().code()).isZero();
        assertThat(call.end().err()).contains("No cluster leader", "is held by session");
    }

    @Test
    void aSignalEndsTheWaiting() throws Exception {
        agent.put(KEY, "", LockClaim.FLAGS, "other");
        var call = run("lock", "a/b", "true");
        await(() -> agent.log().stream().anyMatch(line -> line.contains("&wait=")));
        call.signal("INT");
        assertThat(call.end())
                .isEqualTo(new Call(1, "", "engine: the lock 'a/b/.lock' was not acquired: stopped by SIGINT.\n"));
        assertThat(agent.sessions()).isEmpty();
    }

    @Test
    void aKeyThatIsNoLockIsRefused() throws Exception {
        agent.put(KEY, "mine", "0", "");
        assertThat(lock("a/b", "true").err()).contains("'a/b/.lock' is there already, and is no lock");
        agent.put(KEY, "", SemaphoreClaim.FLAGS, "");
        assertThat(lock("a/b", "true").err()).contains("a semaphore (-n) uses it");
        assertThat(agent.value(KEY)).isEmpty();
    }

    @Test
    void aProgramWhoseLockIsLostIsStoppedAtOnceWithAllThatItStarted() throws Exception {
        var call = run("lock", "a/b", "sleep 61 & echo $! > " + file("pid") + "; wait; echo never");
        await(() -> exists("pid"));
        agent.end(agent.holder(KEY));
        assertThat(call.end())
                .isEqualTo(new Call(
                        1, "", "engine: the lock 'a/b/.lock' was lost, and the program stopped: it was taken away.\n"));
        long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
        await(() -> ProcessHandle.of(pid).map(handle -> !handle.isAlive()).orElse(true) || isZombie(pid));
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    void theProgramIsStoppedBeforeASessionThatCannotBeRenewedEnds() throws Exception {
        var api = Api.of(new Arguments(List.of(new Arguments.Given("http-addr", agent.address())), List.of()), shell());
        var command = List.of("/bin/sh", "-c", "echo $$ > " + file("pid") + "; exec sleep 62");
        var plan = new LockPlan("n", "", Duration.ofSeconds(1), null, null, command, false, null, false);
        var run = CompletableFuture.supplyAsync(
                () -> runs(api, plan), task -> Thread.ofPlatform().daemon().start(task));
        await(() -> exists("pid"));
        long renewed =
                agent.log().stream().filter(line -> line.contains("/renew/")).count();
        await(() ->
                agent.log().stream().filter(line -> line.contains("/renew/")).count() > renewed + 1);
        assertThat(run).isNotDone();
        agent.breakDown(true);
        long began = System.nanoTime();
        assertThat(run.get(10, TimeUnit.SECONDS))
                .contains("its session may have ended: ")
                .contains("No cluster leader");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(2500));
    }

    private Shell shell() {
        var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Shell(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, Map.of(), false);
    }

    private String runs(Api api, LockPlan plan) {
        try {
            return "ended with " + new LockRun(api, () -> new LockClaim(api, "", "a/b"), plan, shell()).run();
        } catch (Failure failure) {
            return failure.sentence();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void failuresOfWatchingEndItWhenOnlySoManyAreAllowed() throws Exception {
        var call = run("lock", "-monitor-retry=0", "a/b", "touch " + file("ran") + "; sleep 63");
        await(() -> exists("ran"));
        agent.breakDown(true);
        assertThat(call.end().err()).contains("was lost, and the program stopped: ", "No cluster leader");
    }

    @Test
    void aCommandLineThatSaysTooLittleIsExplained() throws Exception {
        assertThat(lock().code()).isEqualTo(2);
        assertThat(lock("a/b").err()).contains("name a program");
        assertThat(lock("a/b", "-n", "2", "true").err()).contains("options come before the prefix");
        assertThat(lock("-n", "0", "a/b", "true").err()).contains("--n takes a whole number from 1");
        assertThat(lock("/", "true").code()).isEqualTo(2);
        assertThat(lock("a/b", "--", "exit 3").code()).isEqualTo(3);
        assertThat(lock("-n", "2", "--help").out()).contains("Usage: engine lock");
    }
}
