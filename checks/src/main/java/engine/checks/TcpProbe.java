package engine.checks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a port and closes: accepted is passing. A name with several addresses passes if one of them accepts; they
 * are tried one after the other, and the first one's failure is reported.
 */
final class TcpProbe implements Probe {

    private final String host;
    private final String address;
    private final int port;
    private final Duration timeout;
    private final Supplier<AsynchronousChannelGroup> group;

    TcpProbe(CheckSpec.Tcp target, Duration timeout, Supplier<AsynchronousChannelGroup> group) {
        this.host = target.host().startsWith("[")
                ? target.host().substring(1, target.host().length() - 1)
                : target.host();
        this.port = target.port();
        this.address = DialError.address(host, port);
        this.timeout = timeout;
        this.group = group;
    }

    @Override
    public Flight start() {
        var attempt = new Attempt();
        literal()
                .ifPresentOrElse(
                        known -> attempt.connect(List.of(known), null),
                        // Looking up a name blocks; the JDK adds a carrier thread for so long, so other virtual threads
                        // go on.
                        () -> Thread.ofVirtual().start(attempt::resolve));
        return new Flight(attempt.result, () -> attempt.result.complete(late()));
    }

    private Optional<InetAddress> literal() {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public Duration deadline() {
        return timeout;
    }

    @Override
    public Result late() {
        return new Result(Status.CRITICAL, DialError.timeout(address));
    }

    /** One run; whatever ends it closes the channel. */
    private final class Attempt {

        final CompletableFuture<Result> result = new CompletableFuture<>();
        private final AtomicReference<@Nullable AsynchronousSocketChannel> channel = new AtomicReference<>();

        Attempt() {
            result.whenComplete((_, _) -> close());
        }

        void resolve() {
            try {
                connect(List.of(InetAddress.getAllByName(host)), null);
            } catch (UnknownHostException _) {
                result.complete(new Result(Status.CRITICAL, DialError.unknownHost(host)));
            }
        }

        /**
         * Tries the first of the addresses, then the others.
         *
         * @param firstFailure why an earlier address failed; null for the first one
         */
        void connect(List<InetAddress> addresses, @Nullable String firstFailure) {
            var next = addresses.getFirst();
            try {
                var opened = AsynchronousSocketChannel.open(group.get());
                channel.set(opened);
                if (result.isDone()) {
                    close();
                } else {
                    opened.connect(new InetSocketAddress(next, port), addresses, handler(firstFailure));
                }
            } catch (IOException failure) {
                failed(failure, addresses, firstFailure);
            } catch (UnsupportedAddressTypeException _) {
                failed(new IOException("address family not supported by protocol"), addresses, firstFailure);
            }
        }

        private CompletionHandler<Void, List<InetAddress>> handler(@Nullable String firstFailure) {
            return new CompletionHandler<>() {
                @Override
                public void completed(Void nothing, List<InetAddress> addresses) {
                    result.complete(new Result(Status.PASSING, "TCP connect " + address + ": Success"));
                }

                @Override
                public void failed(Throwable failure, List<InetAddress> addresses) {
                    Attempt.this.failed(failure, addresses, firstFailure);
                }
            };
        }

        private void failed(Throwable failure, List<InetAddress> addresses, @Nullable String firstFailure) {
            close();
            var tried = DialError.address(addresses.getFirst().getHostAddress(), port);
            var reason = firstFailure == null ? DialError.connect(tried, failure) : firstFailure;
            if (addresses.size() > 1 && !result.isDone()) {
                connect(addresses.subList(1, addresses.size()), reason);
            } else {
                result.complete(new Result(Status.CRITICAL, reason));
            }
        }

        private void close() {
            var open = channel.getAndSet(null);
            if (open != null) {
                try {
                    open.close();
                } catch (IOException _) {
                    // The descriptor is gone all the same, and the result says nothing about closing.
                }
            }
        }
    }
}
