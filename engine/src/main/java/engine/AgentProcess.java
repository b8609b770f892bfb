package engine;

import engine.config.ConfigException;
import engine.config.Configuration;
import engine.config.Loaded;
import engine.config.Reload;
import engine.config.Settings;
import engine.config.Sources;
import engine.logging.Logging;
import engine.process.CompilerThreads;
import engine.text.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of {@code engine agent}: it starts an agent, reloads it when asked, and ends it on a signal. */
public final class AgentProcess implements HttpLocalAgent.Lifecycle {
    private static final long LOOK_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);
    /** Whoever asked over HTTP is answered before the agent ends. */
    private static final long LEAVE_DELAY_MILLIS = 200;

    private static final long STOP_LIMIT_SECONDS = 20;

    private final Sources sources;
    private final Settings started;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile @Nullable Agent agent;
    private volatile boolean leaving;
    private volatile boolean failed;

    private AgentProcess(Sources sources, Settings started) {
        this.sources = sources;
        this.started = started;
    }

    /**
     * Runs an agent until SIGINT, SIGTERM or a request to leave.
     *
     * @return the exit status
     * @throws ConfigException with a sentence when it cannot start
     */
    public static int run(Sources sources) {
        var loaded = Configuration.load(sources);
        Logging.configure(loaded.settings().log());
        loaded.warnings().forEach(LOG::warn);
        return new AgentProcess(sources, loaded.settings()).run();
    }

    private int run() {
        CompilerThreads.giveWay();
        DataDir.prepare(started);
        var ended = new CountDownLatch(1);
        var stop = new Thread(() -> stop(ended), "stop");
        // From here on a signal ends in order what runs, also an agent that is still starting.
        Runtime.getRuntime().addShutdownHook(stop);
        Signals.handle("HUP", this::reloadLogged);
        Signals.handle("TERM", () -> signalled(started.leaving().onTerminate()));
        Signals.handle("INT", () -> signalled(started.leaving().onInterrupt()));
        var pidFile = Optional.<PidFile>empty();
        try (var running = Agent.start(started, this)) {
            agent = running;
            // Not before: an agent that cannot start must leave the file of the one that runs alone.
            pidFile = started.pidFile().map(PidFile::write);
            var footprint = new Footprint();
            while (!end.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
                footprint.look();
            }
            if (leaving) {
                running.leaveForGood();
            }
            LOG.info(leaving ? "the agent leaves" : "the agent ends");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            pidFile.ifPresent(PidFile::close);
            forget(stop);
            ended.countDown();
        }
        return failed ? 1 : 0;
    }

    /** Lets the process end with the exit status of whoever ends it. */
    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // A signal has come meanwhile: the process ends as it was told to.
        }
    }

    /** A signal has begun the end of the process, which this thread holds up until the agent has ended in order. */
    private void stop(CountDownLatch ended) {
        end.countDown();
        try {
            var _ = ended.await(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
            // Told to end, it has ended well: without this the JVM would report the signal as its exit status.
            Runtime.getRuntime().halt(0);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The JVM goes on meanwhile: hooks of libraries would close the connections over which the others are told. */
    private void signalled(boolean leave) {
        leaving |= leave;
        end.countDown();
        CompletableFuture.delayedExecutor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(0));
    }

    private void reloadLogged() {
        reload().whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.error("the configuration stays as it was: {}", Reason.of(failure));
            }
        });
    }

    @Override
    public CompletionStage<List<String>> reload() {
        var result = new CompletableFuture<List<String>>();
        // Files are read on a thread that may block, one reload at a time.
        Thread.ofVirtual().name("reload").start(() -> {
            try {
                result.complete(reloadHere());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private synchronized List<String> reloadHere() {
        var running = Objects.requireNonNull(agent, "the agent is still starting");
        Loaded loaded = Configuration.load(sources);
        var needRestart = Reload.needRestart(started, loaded.settings());
        loaded.warnings().forEach(LOG::warn);
        needRestart.forEach(LOG::warn);
        running.reload(loaded.settings()).toCompletableFuture().join();
        Logging.configure(loaded.settings().log());
        LOG.info("configuration reloaded");
        return needRestart;
    }

    @Override
    public void giveUp(String sentence) {
        LOG.error("the agent ends: {}", sentence);
        failed = true;
        end.countDown();
    }

    @Override
    public void leave() {
        leaving = true;
        CompletableFuture.delayedExecutor(LEAVE_DELAY_MILLIS, TimeUnit.MILLISECONDS)
                .execute(end::countDown);
    }
}
