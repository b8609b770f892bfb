package engine.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Child processes by name; each writes to {@code <name>.log}. Safe to stop from a shutdown hook while others start. */
final class DemoProcesses {
    private final Path directory;
    private final long patienceSeconds;
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private boolean closed;

    /** With the time that each may take to end before it is killed. */
    DemoProcesses(Path directory, long patienceSeconds) {
        this.directory = directory;
        this.patienceSeconds = patienceSeconds;
    }

    /** With variables of the environment that differ from this process's own. */
    synchronized void start(String name, List<String> command, Map<String, String> environment) throws IOException {
        if (closed) {
            throw new Failure("the demo is ending.");
        }
        var log = directory.resolve(name + ".log").toFile();
        var builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().putAll(environment);
        processes.put(name, builder.start());
    }

    synchronized boolean alive(String name) {
        var process = processes.get(name);
        return process != null && process.isAlive();
    }

    /** Asks a process to end, and kills it when it does not. */
    synchronized void stop(String name) {
        var process = processes.remove(name);
        if (process != null) {
            process.destroy();
            await(process);
        }
    }

    /**
     * Kills a process, which has no time to end in order.
     *
     * @return its id
     */
    synchronized long kill(String name) {
        var process = processes.remove(name);
        if (process == null) {
            throw new Failure("there is no process '" + name + "'.");
        }
        process.destroyForcibly();
        await(process);
        return process.pid();
    }

    /** Kills all: what they keep goes with the demo, and servers that end at once would wait for each other. */
    synchronized void killAll() {
        closed = true;
        var all = new ArrayList<>(processes.values());
        processes.clear();
        all.forEach(Process::destroyForcibly);
        all.forEach(this::await);
    }

    private void await(Process process) {
        try {
            if (process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
