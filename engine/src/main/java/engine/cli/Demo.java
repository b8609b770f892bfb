package engine.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The steps of the demo: each says what it does, does it, and fails when the outcome is not there in time. */
final class Demo {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofSeconds(20);
    private static final String VERSION = "1.4.2";
    private static final String NEXT_VERSION = "1.4.3";
    private static final List<String> BOTH = List.of("web-1", "web-2");
    private static final List<String> ALL_ALIVE = List.of("app1 1", "s1 1", "s2 1", "s3 1");
    private static final List<String> ONE_FAILED = List.of("app1 1", "s1 1", "s2 1", "s3 4");

    /** Answers to each question before a server is killed, so that what follows has something to differ from. */
    private static final long WARM = 10;

    /** Something that comes true by itself. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    private final DemoScreen screen;
    private final DemoFiles files;
    private final DemoCluster cluster;

    Demo(DemoScreen screen, DemoFiles files, DemoCluster cluster) {
        this.screen = screen;
        this.files = files;
        this.cluster = cluster;
    }

    void steps() throws IOException {
        form();
        register();
        lookUp();
        stopInstance();
        fire();
        put();
        try (var watch = new DemoWatch(questions())) {
            await("all answer", STEP, () -> watch.has(WARM));
            kill();
            comeBack();
            judge(watch.stop());
        }
        screen.show("");
        screen.show("All of it went as it should.");
    }

    /** Keeps all running until the process is told to end. */
    void stay() {
        screen.show(
                "The agents run on. Try the commands above in another terminal; Ctrl-C ends the demo and removes its files.");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void form() throws IOException {
        screen.step(
                "Three servers form a cluster, and a client agent attaches itself to one of them; all on this machine.");
        for (var agent : cluster.all()) {
            cluster.start(agent);
        }
        typeStart(cluster.server(1));
        screen.show("  and so on for s2 and s3; the client agent, app1, needs less:");
        typeStart(cluster.client());
        for (var agent : cluster.all()) {
            await(agent.name() + " has found the others", START, () -> cluster.ready(agent));
        }
        await(
                "all agents are alive",
                STEP,
                () -> cluster.members(cluster.server(1)).equals(ALL_ALIVE));
        screen.run(cluster.server(1), "members");
    }

    private void typeStart(DemoAgent agent) {
        var line = String.join(" ", cluster.arguments(agent)).replace(files.directory() + "/", "");
        screen.type("bin/engine " + line);
    }

    private void register() throws IOException {
        screen.step("Two instances of a service 'web' run beside app1, which checks both over HTTP, once a second.");
        cluster.startInstance(1);
        cluster.startInstance(2);
        screen.run(
                cluster.client(), "services", "register", files.file("web.conf").toString());
        await(
                "both instances pass",
                STEP,
                () -> cluster.passing(cluster.client()).equals(BOTH));
        screen.run(cluster.client(), "checks", "--service", "web");
    }

    private void lookUp() throws IOException {
        screen.step("Who serves 'web'? Every agent knows, over DNS and over HTTP.");
        for (var agent : cluster.all()) {
            await("the DNS of " + agent.name() + " names both instances", STEP, () -> named(agent) == 2);
        }
        screen.records(cluster.server(1), cluster.records(cluster.server(1)));
        screen.records(cluster.client(), cluster.records(cluster.client()));
        screen.type("curl 'http://" + cluster.server(2).address() + "/v1/health/service/web?passing'");
        screen.show("  " + String.join(", ", cluster.passing(cluster.server(2))) + " (in more words)");
    }

    private void stopInstance() throws IOException {
        screen.step("One instance is stopped: its check fails, and DNS does not name it any more, until it is back.");
        cluster.processes().stop("web-2");
        await("DNS names one instance", STEP, () -> named(cluster.server(2)) == 1);
        screen.records(cluster.server(2), cluster.records(cluster.server(2)));
        cluster.startInstance(2);
        for (var agent : cluster.all()) {
            await("DNS names both instances again", STEP, () -> named(agent) == 2);
        }
        screen.records(cluster.server(2), cluster.records(cluster.server(2)));
    }

    private void fire() {
        screen.step("An event 'deploy' runs the trigger of that name on every node; the call waits for the outcome.");
        var seen = screen.run(cluster.client(), "event", "deploy", VERSION);
        for (var agent : cluster.all()) {
            demand(
                    seen.contains("deploying web " + VERSION + " on " + agent.name()),
                    "the event did not run its trigger on " + agent.name());
        }
        demand(seen.contains("4 succeeded."), "the event did not run its trigger on all nodes");
    }

    private void put() {
        screen.step("A key that is put at one server is there at the others; --consistent asks for the latest.");
        screen.run(cluster.server(1), "kv", "put", "app/colour", "blue");
        screen.run(cluster.server(1), "kv", "put", "app/version", VERSION);
        demand(
                screen.run(cluster.server(3), "kv", "get", "--consistent", "app/version")
                        .strip()
                        .equals(VERSION),
                "the key is not there");
    }

    private void kill() throws IOException {
        var victim = cluster.victim();
        demand(cluster.attachedTo().equals(victim.name()), "app1 is not attached to " + victim.name());
        screen.step(
                "From here on s1, s2 and app1 are asked for 'web' over DNS and HTTP all the time. Then s3, the server that app1"
                        + " is attached to, is killed.");
        showAttached();
        screen.type("kill -9 " + cluster.processes().kill(victim.name()));
        await("app1 has moved to another server", STEP, () -> {
            var now = cluster.attachedTo();
            return !now.isEmpty() && !now.equals(victim.name());
        });
        showAttached();
        await(
                "the others see that s3 has failed",
                STEP,
                () -> cluster.members(cluster.server(1)).equals(ONE_FAILED));
        screen.run(cluster.server(1), "members");
        screen.show("  Two servers of three are a majority: keys can be put.");
        screen.run(cluster.server(2), "kv", "put", "app/version", NEXT_VERSION);
    }

    private void showAttached() {
        screen.type("bin/engine info --http-addr " + cluster.client().address() + " | grep attached_to");
        screen.show("  attached_to = " + cluster.attachedTo());
    }

    private void comeBack() throws IOException {
        var back = cluster.victim();
        screen.step(
                "s3 is started again, with the same command. What it knew it has from its disk, what it missed from the others.");
        cluster.start(back);
        await("s3 has found the others", START, () -> cluster.ready(back));
        for (var agent : List.of(cluster.server(1), cluster.server(2), back)) {
            await("all agents are alive", STEP, () -> cluster.members(agent).equals(ALL_ALIVE));
        }
        screen.run(back, "members");
        await(
                "s3 has what was put while it was down",
                STEP,
                () -> cluster.value(back, "app/version").equals(NEXT_VERSION));
        var keys = screen.run(back, "kv", "get", "--recurse", "app/");
        demand(keys.equals("app/colour:blue\napp/version:" + NEXT_VERSION + "\n"), "s3 has not all keys");
        await(
                "s3 names both instances of 'web'",
                STEP,
                () -> named(back) == 2 && cluster.passing(back).equals(BOTH));
        screen.records(back, cluster.records(back));
        var events = cluster.events(back, "deploy");
        demand(events.size() == 1, "s3 does not know the event");
        screen.type("curl 'http://" + back.address() + "/v1/event/list?name=deploy'");
        screen.show("  " + events.getFirst() + " (in more words)");
    }

    /** That an agent names both instances of the service, over DNS and over HTTP. */
    private Stream<DemoWatch.Question> questions() {
        return cluster.all().stream()
                .filter(agent -> !agent.equals(cluster.victim()))
                .flatMap(agent -> Stream.of(
                        () -> demand(named(agent) == 2, "the DNS of " + agent.name() + " named not both instances"),
                        () -> demand(
                                cluster.passing(agent).equals(BOTH),
                                "the HTTP of " + agent.name() + " named not both instances")));
    }

    private void judge(DemoWatch.Tally tally) {
        screen.step("And those that were asked all the time?");
        screen.show("  %d answers over DNS and HTTP, %d of them wrong or missing; the slowest took %d ms."
                .formatted(tally.answers(), tally.wrong(), tally.longest().toMillis()));
        demand(tally.wrong() == 0, "not all was answered: " + tally.why());
    }

    private long named(DemoAgent agent) throws IOException {
        return cluster.records(agent).stream()
                .filter(record -> Stream.of(1, 2)
                        .anyMatch(number -> record.startsWith("1 1 " + cluster.instance(number) + " app1.")))
                .count();
    }

    private static void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new Failure(otherwise + ".");
        }
    }

    /** Waits until a condition holds; a failure when it does not in time. */
    static void await(String what, Duration patience, Condition condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        IOException last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException e) {
                last = e; // it may come yet
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new Failure("it did not come about in " + Times.text(patience.toMillis()) + " that " + what
                + (last == null ? "." : ": " + last.getMessage() + "."));
    }
}
