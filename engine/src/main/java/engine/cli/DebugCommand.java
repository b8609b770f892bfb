package engine.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers what an agent tells of itself for some time, for whoever is to find a fault. */
final class DebugCommand implements Command {
    private static final List<String> TARGETS = List.of("agent", "cluster", "host", "logs", "metrics", "pprof");

    private final Duration leastDuration;
    private final Duration leastInterval;

    DebugCommand() {
        this(Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    /** The least that may be asked for, as Consul has it. */
    DebugCommand(Duration leastDuration, Duration leastInterval) {
        this.leastDuration = leastDuration;
        this.leastInterval = leastInterval;
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "debug",
                        "Gathers what an agent tells of itself for some time in an archive, without secrets, for whoever is to find"
                                + " a fault.")
                .with(
                        Option.of("duration", "TIME", "How long, at least 10s; default 2m."),
                        Option.of(
                                "interval", "TIME", "Time between metrics and thread dumps, at least 5s; default 30s."),
                        Option.many("capture", "WHAT", "agent, cluster, host, logs, metrics or pprof; default all."),
                        Option.of("output", "PATH", "Where to put it; default engine-debug and the time."),
                        Option.of("archive", "true|false", "Whether to make PATH.tar.gz of it; default true."))
                .with(Syntax.CONNECTION)
                .example("debug", "debug --duration 30s --interval 10s --capture metrics --capture logs");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        var duration = atLeast("duration", arguments.duration("duration", Duration.ofMinutes(2)), leastDuration);
        var interval = atLeast("interval", arguments.duration("interval", Duration.ofSeconds(30)), leastInterval);
        var targets = targets(arguments.values("capture"));
        var archives = arguments.value("archive", "true");
        if (!archives.equals("true") && !archives.equals("false")) {
            throw Failure.usage("--archive takes true or false, not '" + archives + "'.");
        }
        var output = Path.of(
                arguments.value("output", "engine-debug-" + Instant.now().getEpochSecond()));
        var into = archives.equals("true") ? Path.of(output + ".tar.gz") : output;
        if (Files.exists(into)) {
            throw new Failure("'" + into + "' is there already: name another with --output.");
        }
        var capture = new Capture(Api.of(arguments, shell), shell);
        try {
            capture.run(targets, duration, interval);
        } catch (InterruptedException _) {
            throw new InterruptedIOException("interrupted");
        }
        write(capture.files(), output, into);
        shell.line("Saved what was gathered to " + into);
        return 0;
    }

    private static Duration atLeast(String name, Duration asked, Duration least) {
        if (asked.compareTo(least) < 0) {
            throw Failure.usage("--" + name + " takes " + Times.text(least.toMillis()) + " at least.");
        }
        return asked;
    }

    private static SortedSet<String> targets(List<String> asked) {
        var targets = new TreeSet<String>();
        for (var some : asked) {
            for (var one : some.split(",", -1)) {
                if (!TARGETS.contains(one)) {
                    throw Failure.usage("--capture takes " + String.join(", ", TARGETS) + ", not '" + one + "'.");
                }
                targets.add(one);
            }
        }
        return targets.isEmpty() ? new TreeSet<>(TARGETS) : targets;
    }

    private static void write(Map<String, byte[]> files, Path output, Path into) throws IOException {
        if (!into.equals(output)) {
            var root = String.valueOf(output.getFileName());
            try (var tar = new TarFile(into)) {
                for (var file : files.entrySet()) {
                    tar.add(root + "/" + file.getKey(), file.getValue());
                }
            }
            return;
        }
        for (var file : files.entrySet()) {
            var path = output.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    /** What is gathered. */
    private static final class Capture {
        /** Bytes of the log that are kept, the first. */
        private static final int MAX_LOG = 32 * 1024 * 1024;

        private final Api api;
        private final Shell shell;
        private final Map<String, byte[]> files = new LinkedHashMap<>();
        private final List<String> missing = new ArrayList<>();
        private final ByteArrayOutputStream log = new ByteArrayOutputStream();

        Capture(Api api, Shell shell) {
            this.api = api;
            this.shell = shell;
        }

        void run(SortedSet<String> targets, Duration duration, Duration interval) throws InterruptedException {
            var began = Instant.now();
            // Before anything is waited for: without an agent it fails at once.
            var self = Fields.of(api.get(Target.of("/v1/agent/self")));
            say("Gathering for " + Times.text(duration.toMillis()) + ": " + String.join(", ", targets));
            if (targets.contains("agent")) {
                file("agent.json", self.map());
            }
            if (targets.contains("cluster")) {
                json("cluster.json", "/v1/agent/members");
                json("peers.json", "/v1/operator/raft/configuration");
            }
            if (targets.contains("host")) {
                json("host.json", "/v1/agent/host");
            }
            if (targets.contains("logs")) {
                Thread.ofVirtual().start(this::follow);
            }
            var end = began.plus(duration);
            while (true) {
                var now = Instant.now();
                moment(now.getEpochSecond() + "/", targets);
                say("Gathered at " + now + "; "
                        + Math.max(0, Duration.between(now, end).toSeconds()) + "s left");
                var next = now.plus(interval);
                if (next.isAfter(end)) {
                    Thread.sleep(
                            Math.max(0, Duration.between(Instant.now(), end).toMillis()));
                    break;
                }
                Thread.sleep(Math.max(0, Duration.between(Instant.now(), next).toMillis()));
            }
            if (targets.contains("logs")) {
                synchronized (log) {
                    files.put("engine.log", log.toByteArray());
                }
            }
            var index = new LinkedHashMap<String, Object>();
            index.put("Began", began.toString());
            index.put("Ended", Instant.now().toString());
            index.put("Captured", List.copyOf(targets));
            index.put(
                    "Agent",
                    self.object("Config").text("NodeName") + " "
                            + self.object("Config").text("Version"));
            index.put("Missing", missing);
            file("index.json", index);
        }

        private void moment(String directory, SortedSet<String> targets) {
            if (targets.contains("metrics")) {
                json(directory + "metrics.json", "/v1/agent/metrics");
            }
            if (targets.contains("pprof")) {
                text(directory + "goroutine.txt", "/debug/pprof/goroutine");
            }
        }

        private void follow() {
            var into = new OutputStream() {
                @Override
                public void write(int one) {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int length) {
                    synchronized (log) {
                        log.write(bytes, from, Math.min(length, MAX_LOG - log.size()));
                    }
                }
            };
            try {
                api.download(MonitorCommand.target("debug", false), into, _ -> {}, MonitorCommand.PATIENCE);
            } catch (Failure failure) {
                synchronized (log) {
                    log.writeBytes((failure.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }

        private void json(String name, String path) {
            var reply = api.getReply(Target.of(path));
            if (reply.ok()) {
                file(name, Json.parse(reply.text()));
            } else {
                missing.add(name + ": " + Api.why(reply));
            }
        }

        private void text(String name, String path) {
            var reply = api.getReply(Target.of(path));
            if (reply.ok()) {
                files.put(name, reply.text().getBytes(StandardCharsets.UTF_8));
            } else {
                missing.add(name + ": " + Api.why(reply));
            }
        }

        private void file(String name, @Nullable Object value) {
            files.put(name, (JsonText.indented(Secrets.hidden(value)) + "\n").getBytes(StandardCharsets.UTF_8));
        }

        private void say(String sentence) {
            shell.line(sentence);
            shell.out().flush();
        }

        Map<String, byte[]> files() {
            return files;
        }
    }
}
