package engine.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Many connections of ill-mannered clients, one thread for all of them. They come from many addresses of the loopback network, as
 * an agent allows only so many from each.
 */
final class Crowd implements AutoCloseable {
    /** Below the agent's limit of 200. */
    private static final int FROM_ONE_ADDRESS = 150;

    /** How often those that are slow do something. */
    private static final long PACE_MILLIS = 200;

    private static final int SIP = 64;
    private static final int SMALL_BUFFER = 4096;

    private final InetSocketAddress agent;
    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private final ConcurrentLinkedQueue<Client> coming = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(SMALL_BUFFER);
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);
    private int opened;
    private volatile boolean closed;

    private static final class Client {
        private final Habit habit;
        private final SocketChannel channel;
        private final ByteBuffer rest;
        private volatile String status = "no answer";
        private volatile boolean open = true;

        Client(Habit habit, SocketChannel channel) {
            this.habit = habit;
            this.channel = channel;
            this.rest = ByteBuffer.wrap(habit.rest());
        }
    }

    Crowd(InetSocketAddress agent) throws IOException {
        this.agent = agent;
        thread.start();
    }

    /** So many more of a kind. {@code index} is that of the store, for those that wait. */
    void open(Habit habit, int count, long index) throws IOException {
        for (var i = 0; i < count; i++) {
            var channel = SocketChannel.open();
            if (habit == Habit.SLOW_READER) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
            }
            var from = opened++ / FROM_ONE_ADDRESS;
            channel.bind(new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {127, 77, (byte) (from / 250), (byte) (from % 250 + 1)}), 0));
            channel.connect(agent);
            channel.write(ByteBuffer.wrap(habit.first(index)));
            if (habit.closesItsHalf()) {
                channel.shutdownOutput();
            }
            channel.configureBlocking(false);
            coming.add(new Client(habit, channel));
            selector.wakeup();
        }
    }

    /** What became of each kind: {@code IDLE {200, open=19000}}. */
    Map<Habit, Map<String, Integer>> fates() {
        var fates = new EnumMap<Habit, Map<String, Integer>>(Habit.class);
        synchronized (clients) {
            for (var client : clients) {
                fates.computeIfAbsent(client.habit, _ -> new TreeMap<>())
                        .merge(client.status + (client.open ? ", open" : ", closed"), 1, Integer::sum);
            }
        }
        return fates;
    }

    private void run() {
        var next = System.nanoTime();
        try {
            while (!closed) {
                selector.select(PACE_MILLIS);
                enter();
                for (var key : selector.selectedKeys()) {
                    take((Client) key.attachment());
                }
                selector.selectedKeys().clear();
                if (System.nanoTime() >= next) {
                    next = System.nanoTime() + PACE_MILLIS * 1_000_000;
                    dawdle();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void enter() throws IOException {
        for (var client = coming.poll(); client != null; client = coming.poll()) {
            synchronized (clients) {
                clients.add(client);
            }
            if (client.habit != Habit.SLOW_READER) {
                client.channel.register(selector, SelectionKey.OP_READ, client);
            }
        }
    }

    private void dawdle() {
        List<Client> all;
        synchronized (clients) {
            all = List.copyOf(clients);
        }
        for (var client : all) {
            if (client.open && client.habit == Habit.SLOW_READER) {
                sip(client);
            } else if (client.open && client.rest.hasRemaining()) {
                client.rest.limit(client.rest.position() + 1);
                try {
                    client.channel.write(client.rest);
                } catch (IOException _) {
                    end(client);
                }
                client.rest.limit(client.rest.capacity());
            }
        }
    }

    private void sip(Client client) {
        buffer.clear().limit(SIP);
        read(client);
    }

    private void take(Client client) {
        buffer.clear();
        read(client);
    }

    private void read(Client client) {
        try {
            if (client.channel.read(buffer) < 0) {
                end(client);
                return;
            }
            buffer.flip();
            if (buffer.remaining() >= 12 && client.status.equals("no answer")) {
                var line = new byte[12];
                buffer.get(line);
                client.status = new String(line, StandardCharsets.ISO_8859_1).substring(9);
            }
        } catch (IOException _) {
            end(client);
        }
    }

    private static void end(Client client) {
        client.open = false;
        try {
            client.channel.close();
        } catch (IOException _) {
            // Gone already.
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        clients.forEach(Crowd::end);
        selector.close();
    }
}
