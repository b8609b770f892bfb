package engine.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.apache.pekko.Done;

/** Some servers in this process, each with its own log and cluster system, over Artery. */
final class Servers implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 20;
    private final List<Server> all = new ArrayList<>();
    private final Network network = new Network();
    private final Path directory;
    private final int expected;
    private final IntFunction<RaftLog.Settings> settings;

    Servers(Path directory, int count) {
        this(directory, count, _ -> Server.SETTINGS);
    }

    /** So many, of which the first founds the log. */
    Servers(Path directory, int count, IntFunction<RaftLog.Settings> settings) {
        this.directory = directory;
        this.expected = count;
        this.settings = settings;
        for (var i = 0; i < count; i++) {
            add();
        }
        introduce();
        try {
            get(0).log().found();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            await(
                    "all vote",
                    () -> all.stream()
                                    .allMatch(server ->
                                            server.log().view().voters().size() == count)
                            && firstLeads()
                            && get(0).write("formed") == Fate.COMMITTED);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Who founds it leads it at first. On a machine that stands still for a moment another is elected: that one hands over. */
    private boolean firstLeads() {
        all.stream()
                .skip(1)
                .filter(Server::leads)
                .forEach(server ->
                        server.handOver(get(0)).exceptionally(_ -> Done.done()).join());
        return get(0).leads();
    }

    int expected() {
        return expected;
    }

    Network network() {
        return network;
    }

    Server get(int number) {
        return all.get(number);
    }

    List<Server> all() {
        return all;
    }

    /** One more, of which the others do not know yet. */
    Server add() {
        var node = "n" + all.size();
        var server = new Server(node, directory.resolve(node), this, settings.apply(all.size()));
        all.add(server);
        return server;
    }

    /** Everybody is told of everybody. */
    void introduce() {
        for (var server : all) {
            var others = new HashMap<String, String>();
            for (var other : all) {
                if (other != server) {
                    others.put(other.node(), other.address());
                }
            }
            server.members(others);
        }
    }

    /** Nothing passes between a server and the others. */
    void isolate(Server server) {
        for (var other : all) {
            if (other != server) {
                network.cut(server.node(), other.node());
            }
        }
    }

    Server leader() {
        await("somebody leads", () -> all.stream().anyMatch(Server::leads));
        return all.stream().filter(Server::leads).findFirst().orElseThrow();
    }

    /** One that leads, other than this. */
    Server leaderBeside(Server server) {
        await("another leads", () -> all.stream().anyMatch(other -> other != server && other.leads()));
        return all.stream()
                .filter(other -> other != server && other.leads())
                .findFirst()
                .orElseThrow();
    }

    Server followerOf(Server leader) {
        return all.stream().filter(server -> server != leader).findFirst().orElseThrow();
    }

    void awaitEqual() {
        await(
                "all have applied the same",
                () -> all.stream()
                                .map(server -> server.machine().applied())
                                .distinct()
                                .count()
                        == 1);
    }

    static void await(String what, BooleanSupplier condition) {
        await(what, condition, DEADLINE_SECONDS);
    }

    static void await(String what, BooleanSupplier condition, long seconds) {
        var end = System.nanoTime() + seconds * 1_000_000_000;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(end);
            LockSupport.parkNanos(500_000);
        }
    }

    @Override
    public void close() {
        network.hold((_, _, _) -> true);
        all.forEach(Server::ending);
        all.forEach(Server::close);
    }
}
