package engine.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/** An agent that runs: its HTTP API, and what its process costs. */
final class MeasuredAgent {
    private static final int CONNECTIONS = 16;
    /** Ticks of /proc/PID/stat in a second, on every Linux of the last twenty years. */
    private static final double TICKS = 100;

    private final String url;
    private final Path proc;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newFixedThreadPool(2))
            .build();

    MeasuredAgent(String url, long pid) {
        this.url = url;
        this.proc = Path.of("/proc", Long.toString(pid));
    }

    /** A {@code PUT} that is answered with 200. */
    void put(String path, String body) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    String get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .build());
    }

    /** The index with which a read is answered. */
    long index(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path)).build();
        return client.send(request, BodyHandlers.discarding())
                .headers()
                .firstValueAsLong("X-Consul-Index")
                .orElseThrow();
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** Registers checks over a few connections; returns the seconds that it took. */
    double register(int count, IntFunction<String> definition) throws InterruptedException {
        var began = System.nanoTime();
        var free = new Semaphore(CONNECTIONS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < count; i++) {
                var body = definition.apply(i);
                free.acquire();
                threads.execute(() -> {
                    try {
                        put("/v1/agent/check/register", body);
                    } catch (IOException | InterruptedException e) {
                        System.out.println("not registered: " + e);
                    } finally {
                        free.release();
                    }
                });
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }

    /** Seconds of CPU that the process and what it has waited for have taken. */
    double cpuSeconds() throws IOException {
        var stat = Files.readString(proc.resolve("stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double ticks = 0;
        for (var field = 11; field <= 14; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks / TICKS;
    }

    /** Resident memory. */
    double megabytes() throws IOException {
        return status("VmRSS") / 1024.0;
    }

    /** Open file descriptors. */
    long files() throws IOException {
        try (var files = Files.list(proc.resolve("fd"))) {
            return files.count();
        }
    }

    /** Threads of the system. */
    long threads() throws IOException {
        return status("Threads");
    }

    private long status(String name) throws IOException {
        return Files.readAllLines(proc.resolve("status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
