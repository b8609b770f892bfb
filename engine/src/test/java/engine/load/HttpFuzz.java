package engine.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends requests nobody meant to send, and looks at every answer: none may tell of an internal error or a stack trace, be missing,
 * or be no HTTP. From the root, against an agent of its own that runs on this machine:
 *
 * <pre>java -cp 'engine/target/test-classes:engine/target/engine.jar:engine/target/lib/*' engine.load.HttpFuzz \
 *     127.0.0.1:8500 PID REQUESTS SEED</pre>
 */
public final class HttpFuzz {
    private static final int CONNECTIONS = 8;
    private static final int MOST_FAILURES = 20;

    private final InetSocketAddress address;
    private final long seed;
    private final long requests;
    private final AtomicLong next = new AtomicLong();
    private final Map<Integer, AtomicLong> statuses = new ConcurrentSkipListMap<>();
    private final Map<String, AtomicLong> refusals = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    /** @param seed of the first request; those after it follow */
    HttpFuzz(InetSocketAddress address, long requests, long seed) {
        this.address = address;
        this.requests = requests;
        this.seed = seed;
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        if (args.length != 4) {
            System.out.println("usage: HttpFuzz HOST:PORT PID REQUESTS SEED");
            System.exit(2);
        }
        var host = args[0].split(":");
        var agent = new MeasuredAgent("http://" + args[0], Long.parseLong(args[1]));
        var fuzz = new HttpFuzz(
                new InetSocketAddress(host[0], Integer.parseInt(host[1])),
                Long.parseLong(args[2]),
                Long.parseLong(args[3]));
        System.out.printf("before: %d threads, %.0f MB%n", agent.threads(), agent.megabytes());
        var failures = fuzz.run();
        System.out.println("answers by status: " + fuzz.statuses);
        fuzz.refusals.forEach((sentence, count) -> System.out.println("500 x " + count + ": " + sentence));
        System.out.printf("after: %d threads, %.0f MB%n", agent.threads(), agent.megabytes());
        failures.forEach(System.out::println);
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    /** What was wrong, with the seed of the request; empty when nothing was. */
    List<String> run() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < CONNECTIONS; i++) {
            threads.add(Thread.ofPlatform().start(this::sendAll));
        }
        for (var thread : threads) {
            thread.join();
        }
        return List.copyOf(failures);
    }

    /** How often each status was answered. */
    Map<Integer, AtomicLong> statuses() {
        return statuses;
    }

    private void sendAll() {
        RawConnection connection = null;
        try {
            for (var i = next.getAndIncrement();
                    i < requests && failures.size() < MOST_FAILURES;
                    i = next.getAndIncrement()) {
                if (connection == null || !connection.isOpen()) {
                    if (connection != null) {
                        connection.close();
                    }
                    connection = new RawConnection(address);
                }
                if (!send(connection, seed + i)) {
                    connection.close();
                    connection = null;
                }
            }
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            failures.add("nobody takes connections any more: " + e);
        }
    }

    /** @return whether the connection goes on */
    private boolean send(RawConnection connection, long seedOfRequest) {
        var request = FuzzRequests.of(seedOfRequest);
        try {
            var answer = connection.send(request.method(), request.bytes());
            statuses.computeIfAbsent(answer.status(), _ -> new AtomicLong()).incrementAndGet();
            if (answer.body().startsWith("Internal error") || answer.body().contains("\tat ")) {
                fail(seedOfRequest, request, answer.status() + " " + answer.body());
            } else if (answer.status() >= 500) {
                var sentence = answer.body().strip().replaceAll("[0-9]+", "N");
                refusals.computeIfAbsent(sentence.substring(0, Math.min(60, sentence.length())), _ -> new AtomicLong())
                        .incrementAndGet();
            }
            return true;
        } catch (SocketTimeoutException _) {
            fail(seedOfRequest, request, "no answer in 20 s");
            return false;
        } catch (EOFException | SocketException _) {
            // Closed without a word: what could not be understood at all. Counted, not a failure.
            statuses.computeIfAbsent(0, _ -> new AtomicLong()).incrementAndGet();
            return false;
        } catch (IOException | RuntimeException e) {
            fail(seedOfRequest, request, e.toString());
            return false;
        }
    }

    private void fail(long seedOfRequest, FuzzRequests.Raw request, String what) {
        failures.add("seed %d: %s: %s".formatted(seedOfRequest, request, what));
    }
}
