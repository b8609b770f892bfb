package engine.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The steps of the demo: each says what it does, does it, and fails when the outcome is not there in time. */
final class Demo {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofSeconds(20);
    private static final String SERVICE = "web.service.consul";
    private static final String VERSION = "1.4.2";

    /** Something that comes true by itself. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    private final Shell shell;
    private final String launcher;
    private final DemoFiles files;
    private final DemoProcesses processes;
    private final List<Integer> ports;
    private final Api api;

    Demo(Shell shell, String launcher, DemoFiles files, DemoProcesses processes, List<Integer> ports) {
        this.shell = shell;
        this.launcher = launcher;
        this.files = files;
        this.processes = processes;
        this.ports = ports;
        var address = new Arguments.Given("http-addr", "127.0.0.1:" + http());
        this.api = Api.of(new Arguments(List.of(address), List.of()), shell);
    }

    private int http() {
        return ports.get(2);
    }

    private int dns() {
        return ports.get(3);
    }

    void steps() throws IOException {
        say("1. Two instances of a service 'web', each a process of its own, on ports " + ports.get(0) + " and "
                + ports.get(1) + ".");
        startInstance(1);
        startInstance(2);
        say("2. An agent with the configuration " + files.file("engine.conf") + ": HTTP on port " + http()
                + ", DNS on port " + dns() + ".");
        processes.start("agent", DemoCommand.agent(launcher, files, ports));
        await("the agent answers", START, this::agentAnswers);

        say("3. The agent checks both over HTTP, once a second, until they pass.");
        await("both instances pass", STEP, () -> passing().size() == 2);
        type("bin/engine checks --http-addr 127.0.0.1:" + http());
        call("checks");

        say("4. Who serves 'web'? Over HTTP, and over DNS.");
        type("curl 'http://127.0.0.1:" + http() + "/v1/health/service/web?passing'");
        passing().forEach(instance -> show("  " + instance));
        await("DNS names both instances", STEP, () -> records().size() == 2);
        showRecords();

        say("5. An event 'deploy' runs the trigger of that name, and the call waits for the outcome.");
        type("bin/engine event deploy " + VERSION + " --http-addr 127.0.0.1:" + http());
        deploy();

        say("6. One instance is stopped; its check fails, and DNS does not name it any more.");
        processes.stop("web-2");
        await("DNS names one instance", STEP, () -> records().size() == 1);
        showRecords();
        type("bin/engine checks --http-addr 127.0.0.1:" + http() + " --status critical");
        call("checks", "--status", "critical");

        say("7. It is started again, and DNS names it again.");
        startInstance(2);
        await("DNS names both instances again", STEP, () -> records().size() == 2);
        showRecords();
        say("All of it went as it should.");
    }

    /** Keeps all running until the process is told to end. */
    void stay() {
        say(
                "The agent runs on. Try the commands above in another terminal; Ctrl-C ends the demo and removes its files.");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void startInstance(int number) throws IOException {
        processes.start(
                "web-" + number,
                List.of(
                        launcher,
                        DemoInstance.NAME,
                        "web-" + number,
                        ports.get(number - 1).toString()));
    }

    private boolean agentAnswers() {
        if (!processes.alive("agent")) {
            throw new Failure("the agent ended before it answered.");
        }
        try {
            return api.getReply(Target.of("/v1/agent/self")).ok();
        } catch (Failure _) {
            return false; // not yet
        }
    }

    /** {@code id at address:port} of each passing instance. */
    private List<String> passing() {
        return Fields.list(api.get(Target.of("/v1/health/service/web").with("passing"))).stream()
                .map(instance -> instance.object("Service"))
                .map(service -> service.text("ID") + " on port " + service.text("Port"))
                .toList();
    }

    private List<String> records() throws IOException {
        return DnsQuery.ask(dns(), SERVICE, DnsQuery.SRV);
    }

    private void showRecords() throws IOException {
        type("dig @127.0.0.1 -p " + dns() + " " + SERVICE + " SRV +short");
        records().forEach(record -> show("  " + record));
    }

    private void deploy() {
        var copy = new ByteArrayOutputStream();
        var out = new PrintStream(new Both(shell.out(), copy), true, StandardCharsets.UTF_8);
        int code = call(
                new Shell(shell.in(), out, shell.err(), shell.environment(), shell.colour()),
                "event",
                "deploy",
                VERSION);
        var text = copy.toString(StandardCharsets.UTF_8);
        if (code != 0 || !text.contains("succeeded") || !text.contains(VERSION)) {
            throw new Failure("the event did not run the trigger as it should (exit " + code + ").");
        }
    }

    private void call(String... args) {
        if (call(shell, args) != 0) {
            throw new Failure("`engine " + String.join(" ", args) + "` failed.");
        }
    }

    private int call(Shell with, String... args) {
        var line = new ArrayList<>(List.of(args));
        line.add("--http-addr=127.0.0.1:" + http());
        return Main.run(line, with);
    }

    /** Waits until a condition holds; a failure when it does not in time. */
    static void await(String what, Duration patience, Condition condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        IOException last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException e) {
                last = e; // it may come yet
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        throw new Failure("it did not come about in " + Times.text(patience.toMillis()) + " that " + what
                + (last == null ? "." : ": " + last.getMessage() + "."));
    }

    private void say(String text) {
        show("");
        show(shell.bold(text));
    }

    private void type(String commandLine) {
        show("  $ " + shell.green(commandLine));
    }

    private void show(String text) {
        shell.line(text);
        shell.out().flush();
    }

    /** Writes everything twice. */
    private static final class Both extends OutputStream {
        private final OutputStream one;
        private final OutputStream other;

        Both(OutputStream one, OutputStream other) {
            this.one = one;
            this.other = other;
        }

        @Override
        public void write(int b) throws IOException {
            one.write(b);
            other.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            one.write(bytes, from, length);
            other.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            one.flush();
        }
    }
}
