package engine.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A program that {@link Spawn} has started. Whoever starts it waits for its end, and so leaves no zombie. */
final class Child extends Process {
    private final long pid;
    private final OutputStream stdin;
    private final InputStream stdout;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    Child(long pid, OutputStream stdin, InputStream stdout) {
        this.pid = pid;
        this.stdin = stdin;
        this.stdout = stdout;
    }

    @Override
    public OutputStream getOutputStream() {
        return stdin;
    }

    /** Output and errors. */
    @Override
    public InputStream getInputStream() {
        return stdout;
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public long pid() {
        return pid;
    }

    /** Holds the thread until it has ended; an interrupt changes nothing. */
    @Override
    public synchronized int waitFor() {
        if (!exit.isDone()) {
            exit.complete(Spawn.await(pid));
        }
        return exit.join();
    }

    @Override
    public int exitValue() {
        if (!exit.isDone()) {
            throw new IllegalThreadStateException("process " + pid + " has not ended");
        }
        return exit.join();
    }

    @Override
    public void destroy() {
        handle().forEach(ProcessHandle::destroy);
    }

    @Override
    public Process destroyForcibly() {
        handle().forEach(ProcessHandle::destroyForcibly);
        return this;
    }

    @Override
    public Stream<ProcessHandle> descendants() {
        return handle().flatMap(ProcessHandle::descendants);
    }

    /** None once it has ended: another process may have its number then. */
    private Stream<ProcessHandle> handle() {
        return exit.isDone() ? Stream.empty() : ProcessHandle.of(pid).stream();
    }
}
