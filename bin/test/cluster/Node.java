package cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One agent as a process on a host of its own. */
final class Node {
    /** How it stands with its process. */
    enum State {
        RUNNING,
        PAUSED,
        DEAD,
        /** Ended in order: what it had registered may be forgotten until it is back. */
        LEFT
    }

    private final String name;
    private final String address;
    private final Path home;
    private final Program program;
    private final Http http;
    private final Dns dns;
    private Program.Setup setup;
    private String javaOptions = "";
    private volatile State state = State.DEAD;
    private volatile boolean up;
    private Process process;

    Node(String name, String address, Path home, Program program, Program.Setup setup) {
        this.name = name;
        this.address = address;
        this.home = home;
        this.program = program;
        this.setup = setup;
        http = new Http(address, Program.HTTP_PORT);
        dns = new Dns(address, Program.DNS_PORT);
    }

    String name() {
        return name;
    }

    String address() {
        return address;
    }

    boolean server() {
        return setup.server();
    }

    Program.Setup setup() {
        return setup;
    }

    State state() {
        return state;
    }

    boolean running() {
        return state == State.RUNNING;
    }

    /** Whether it runs and has answered HTTP since its start: from then on it has to. */
    boolean up() {
        return up && running();
    }

    Http http() {
        return http;
    }

    Dns dns() {
        return dns;
    }

    Path home() {
        return home;
    }

    Path log() {
        return home.resolve("log");
    }

    long pid() {
        return process.pid();
    }

    /** How it is started from the next time on. */
    void setup(Program.Setup next) {
        setup = next;
    }

    /** Options for its JVM from the next start on. */
    void javaOptions(String options) {
        javaOptions = options;
    }

    /** Writes a file of its configuration directory. */
    void configure(String file, String text) {
        try {
            Files.createDirectories(home.resolve("conf"));
            Files.writeString(home.resolve("conf").resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the process, without waiting for more. */
    void launch() {
        try {
            Files.createDirectories(home.resolve("conf"));
            var command = new ArrayList<>(Network.on(name));
            command.addAll(program.command(name, address, home, setup));
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            Program.clean(builder.environment());
            builder.environment().put("ENGINE_JAVA_OPTS", program.javaOptions() + ' ' + javaOptions);
            up = false;
            process = builder.start();
            process.getOutputStream().close();
            state = State.RUNNING;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it answers HTTP. */
    void awaitHttp(Duration within) {
        var deadline = System.nanoTime() + within.toNanos();
        while (!http.get("/v1/agent/services", Duration.ofSeconds(1)).ok()) {
            if (!process.isAlive()) {
                throw new Failure(name + " ended with exit " + process.exitValue() + " where it had to start; its log ends: " + tail());
            }
            if (System.nanoTime() > deadline) {
                throw new Failure(name + " does not answer HTTP " + within.toSeconds() + " s after its start; its log ends: " + tail());
            }
            Pause.of(Duration.ofMillis(50));
        }
        up = true;
    }

    /** The exit status once it has ended by itself. */
    int awaitEnd(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Failure(name + " still runs after " + within.toSeconds() + " s; its log ends: " + tail());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        state = State.DEAD;
        return process.exitValue();
    }

    /** Whether the process is there, whatever was last done to it. */
    boolean alive() {
        return process != null && process.isAlive();
    }

    /** Kills all of them at the same moment. */
    static void kill9(List<Node> nodes) {
        var command = new ArrayList<>(List.of("kill", "-KILL"));
        nodes.forEach(node -> {
            node.state = State.DEAD;
            command.add(Long.toString(node.pid()));
        });
        Shell.run(command.toArray(String[]::new));
        nodes.forEach(node -> node.awaitEnd(Duration.ofSeconds(10)));
    }

    /** SIGTERM, and its end in order. */
    void stop() {
        state = State.LEFT;
        signal("TERM");
        awaitEnd(Duration.ofSeconds(15));
        state = State.LEFT;
    }

    void pause() {
        state = State.PAUSED;
        signal("STOP");
    }

    void resume() {
        signal("CONT");
        state = State.RUNNING;
    }

    private void signal(String signal) {
        Shell.run("kill", "-" + signal, Long.toString(process.pid()));
    }

    /** Ends it at the end of all, whatever its state. */
    void end() {
        if (alive()) {
            process.destroyForcibly();
            awaitEnd(Duration.ofSeconds(20));
        }
    }

    /** The last lines of its log, in one. */
    String tail() {
        try {
            var lines = Files.readAllLines(log());
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Lines in its log up to now. */
    long logged() {
        return Files.exists(log()) ? logged(0) : 0;
    }

    /** How many lines of its log after the first ones have all these words. */
    long logged(long after, String... words) {
        try (var lines = Files.lines(log())) {
            return lines.skip(after).filter(line -> Arrays.stream(words).allMatch(line::contains)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
