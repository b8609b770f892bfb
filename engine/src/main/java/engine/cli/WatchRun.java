package engine.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One run of {@code engine watch}: asks, and hands what is new to a program, which runs to its end before the next question. */
final class WatchRun {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final Duration UNINDEXED = Duration.ofSeconds(1);

    private final Api api;
    private final WatchQuery query;
    private final List<String> program;
    private final Shell shell;
    private final CompletableFuture<Integer> result = new CompletableFuture<>();
    private @Nullable ChildProcess running;
    private boolean stopped;

    /** @param program with its arguments; empty to print what is there, once */
    WatchRun(Api api, WatchQuery query, List<String> program, Shell shell) {
        this.api = api;
        this.query = query;
        this.program = program;
        this.shell = shell;
    }

    /** The exit status: 0 when it was told to end, else that of the program that failed. */
    int run() throws InterruptedException {
        for (var signal : List.of("INT", "TERM", "HUP")) {
            shell.signals().handle(signal, () -> result.complete(0));
        }
        Thread.ofPlatform().daemon().name("watch").start(this::watch);
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failure failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            stop();
        }
    }

    private void watch() {
        try {
            result.complete(follow());
        } catch (InterruptedException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private int follow() throws InterruptedException {
        var poll = new LongPoll(api, query.target(), query.order());
        var view = new WatchView(query, program.isEmpty());
        var trouble = new Trouble(shell);
        while (true) {
            try {
                var reply = poll.ask(WAIT);
                if (reply.status() != 404 || !query.mayBeNothing()) {
                    api.expectOk(reply);
                }
                trouble.over();
                var news = view.news(reply);
                poll.seen(reply);
                if (news != null) {
                    int status = handle(news, reply.index());
                    if (status != 0 || program.isEmpty()) {
                        return status;
                    }
                }
                if (!poll.waits()) {
                    Thread.sleep(UNINDEXED);
                }
            } catch (Unavailable unavailable) {
                trouble.pause(unavailable);
            }
        }
    }

    private int handle(String news, String index) throws InterruptedException {
        if (program.isEmpty()) {
            shell.line(JsonText.indented(Json.parse(news)));
            return 0;
        }
        var seen = index.isEmpty() ? "0" : index;
        var child = start(news, Map.of("CONSUL_INDEX", seen, "ENGINE_INDEX", seen));
        if (child == null) {
            return 0;
        }
        int status = child.ended().join();
        if (status != 0) {
            shell.tell("the program failed with " + status + ": the watch ends.");
        }
        return status;
    }

    private synchronized @Nullable ChildProcess start(String news, Map<String, String> environment) {
        if (stopped) {
            return null;
        }
        shell.out().flush();
        shell.err().flush();
        running = ChildProcess.start(program, environment, (news + "\n").getBytes(StandardCharsets.UTF_8));
        return running;
    }

    /** A program that still runs ends with the watch. */
    private synchronized void stop() throws InterruptedException {
        stopped = true;
        if (running != null && running.isAlive()) {
            running.stop();
        }
    }
}
