package cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What goes wrong for a while and is mended then, while clients go on. */
enum Fault {
    CUT_FOLLOWERS("followers, a minority, are cut off") {
        @Override
        void happen(Scene scene) {
            scene.cut(scene.followers(scene.minority()));
        }
    },
    CUT_LEADER("the leader is cut off, with as many as are a minority") {
        @Override
        void happen(Scene scene) {
            var side = scene.followers(scene.minority() - 1);
            side.add(scene.leader());
            scene.cut(side);
        }
    },
    MUTE_LEADER("nobody hears the leader, which hears all") {
        @Override
        void happen(Scene scene) {
            scene.cutOneWay(scene.links(true));
        }
    },
    DEAF_LEADER("the leader hears nobody, and all hear it") {
        @Override
        void happen(Scene scene) {
            scene.cutOneWay(scene.links(false));
        }
    },
    DEAF_FOLLOWER("a follower does not hear the leader, which hears it and does what it asks for") {
        @Override
        void happen(Scene scene) {
            var follower = scene.followers(1).getFirst();
            scene.cutOneWay(Set.of(new Network.Link(scene.leader().name(), follower.name())));
        }
    },
    PAUSE_LEADER("the leader stands still (SIGSTOP)") {
        @Override
        void happen(Scene scene) {
            scene.pause(List.of(scene.leader()));
        }
    },
    PAUSE_FOLLOWERS("followers, a minority, stand still (SIGSTOP)") {
        @Override
        void happen(Scene scene) {
            scene.pause(scene.followers(scene.minority()));
        }
    },
    KILL_LEADER("kill -9 of the leader") {
        @Override
        void happen(Scene scene) {
            scene.kill(List.of(scene.leader()));
        }
    },
    KILL_FOLLOWERS("kill -9 of followers, a minority") {
        @Override
        void happen(Scene scene) {
            scene.kill(scene.followers(scene.minority()));
        }
    },
    KILL_ALL("kill -9 of all servers at once") {
        @Override
        void happen(Scene scene) {
            scene.kill(scene.cluster().servers());
        }
    },
    FULL_DISK("the leader's disk is full") {
        @Override
        void happen(Scene scene) {
            scene.failDisk(FailingDisk::fill);
        }

        @Override
        boolean needsDisk() {
            return true;
        }
    },
    FAILED_SYNC("the leader's disk fails to force what was written") {
        @Override
        void happen(Scene scene) {
            scene.failDisk(FailingDisk::failSync);
        }

        @Override
        boolean needsDisk() {
            return true;
        }
    };

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /** Happens, lasts, and is mended; who was killed is started again. */
    abstract void happen(Scene scene);

    /** Whether the servers' disks must be such that fail. */
    boolean needsDisk() {
        return false;
    }

    @Override
    public String toString() {
        return words;
    }

    /**
     * The servers that it happens to.
     *
     * @param disks of all servers, or of none
     */
    record Scene(Cluster cluster, Map<Node, FailingDisk> disks, RandomGenerator random) {
        private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

        int minority() {
            return (cluster.servers().size() - 1) / 2;
        }

        Node leader() {
            var deadline = System.nanoTime() + cluster.bounds().form().toNanos();
            while (true) {
                for (var server : cluster.servers()) {
                    var address = server.http().get("/v1/status/leader").body().replaceAll("[\"\\s]|:.*", "");
                    var leader = cluster.servers().stream().filter(other -> other.address().equals(address)).findAny();
                    if (leader.isPresent()) {
                        return leader.get();
                    }
                }
                if (System.nanoTime() > deadline) {
                    throw new Failure("no server knows a leader after " + cluster.bounds().form().toSeconds() + " s without a fault");
                }
                Pause.seconds(0.1);
            }
        }

        List<Node> followers(int count) {
            var leader = leader();
            var followers = new ArrayList<>(cluster.servers().stream().filter(server -> server != leader).toList());
            Collections.shuffle(followers, new Random(random.nextLong()));
            return new ArrayList<>(followers.subList(0, count));
        }

        /** Cuts these off from the other servers; client agents are with them or not. */
        void cut(List<Node> side) {
            var one = new ArrayList<>(side.stream().map(Node::name).toList());
            cluster.clients().stream().filter(_ -> random.nextBoolean()).forEach(client -> one.add(client.name()));
            var other = cluster.nodes().stream().map(Node::name).filter(name -> !one.contains(name)).toList();
            cluster.network().cut(Network.between(one, other));
            pass(1, 8);
            cluster.network().heal();
        }

        /** From the leader to all other servers, or the other way. */
        Set<Network.Link> links(boolean mute) {
            var leader = leader();
            var links = new HashSet<Network.Link>();
            for (var server : cluster.servers()) {
                if (server != leader) {
                    links.add(mute ? new Network.Link(leader.name(), server.name()) : new Network.Link(server.name(), leader.name()));
                }
            }
            return links;
        }

        void cutOneWay(Set<Network.Link> links) {
            cluster.network().cut(links);
            pass(1, 8);
            cluster.network().heal();
        }

        void pause(List<Node> some) {
            some.forEach(Node::pause);
            pass(1, 10);
            some.forEach(Node::resume);
        }

        void kill(List<Node> some) {
            Node.kill9(some);
            pass(0, 3);
            start(some);
        }

        /** The leader ends with a sentence, and takes part again when its disk is mended. */
        void failDisk(Consumer<FailingDisk> fail) {
            var leader = leader();
            var disk = disks.get(leader);
            var logged = leader.logged();
            fail.accept(disk);
            var exit = leader.awaitEnd(ENDS_WITHIN);
            if (exit == 0 || leader.logged(logged, "cannot be", "the agent ends") == 0) {
                throw new Failure(leader + ", whose disk cannot be written, must end with a sentence that says so; exit " + exit + ", its log ends: " + leader.tail());
            }
            pass(0, 2);
            disk.mend();
            start(List.of(leader));
        }

        private void start(List<Node> some) {
            some.forEach(Node::launch);
            some.forEach(node -> node.awaitHttp(cluster.bounds().form(some.size())));
        }

        private void pass(int from, int to) {
            Pause.of(Duration.ofMillis(from * 1000 + random.nextInt((to - from) * 1000)));
        }
    }
}
