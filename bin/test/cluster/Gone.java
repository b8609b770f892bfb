package cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks DNS without rest until an address is in the answers for a name, or is no longer. */
final class Gone {
    private static final int LOST_AFTER_MILLIS = 200;

    private Gone() {}

    /** The time at which the first right answer came from the last of the nodes; a failure when it does not come. */
    static long everywhere(List<Node> nodes, String name, String address, boolean there, Duration within) {
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            var answers = new ArrayList<Future<Long>>();
            for (var node : nodes) {
                answers.add(threads.submit((Callable<Long>) () -> on(node, name, address, there, within)));
            }
            var last = Long.MIN_VALUE;
            for (var answer : answers) {
                last = Math.max(last, answer.get());
            }
            return last;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failure failure ? failure : new Failure(e.getCause().toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }

    /** The time at which the first right answer of one node came. */
    static long on(Node node, String name, String address, boolean there, Duration within) {
        var deadline = System.nanoTime() + within.toNanos();
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(node.address(), Program.DNS_PORT));
            socket.setSoTimeout(LOST_AFTER_MILLIS);
            while (true) {
                try {
                    if (Dns.ask(socket, Dns.query(name)).contains(address) == there) {
                        return System.nanoTime();
                    }
                    // One after another on each node; a little rest, as the nodes share the cores with this.
                    Thread.sleep(Duration.ofNanos(300_000));
                } catch (IOException _) {
                    // No answer: asked again.
                }
                if (System.nanoTime() > deadline) {
                    throw new Failure("DNS of " + node + " " + (there ? "lacks " : "still has ") + address + " for " + name + " after "
                            + within.toSeconds() + " s");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }
}
