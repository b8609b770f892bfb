package engine.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A program that {@link Spawn} has started. A thread waits for its end, and so leaves no zombie. */
final class Child extends Process {
    private final long pid;
    private final OutputStream stdin;
    private final InputStream stdout;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    Child(long pid, OutputStream stdin, InputStream stdout) {
        this.pid = pid;
        this.stdin = stdin;
        this.stdout = stdout;
        Thread.ofPlatform().daemon().name("child").start(() -> exit.complete(Spawn.await(pid)));
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

    @Override
    public int waitFor() throws InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            exit.get(timeout, unit);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
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
