package engine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The demo's three servers and its client agent, each a process; what they answer, without words about it. */
final class DemoCluster {
    static final String SERVICE = "web.service.consul";
    private static final int SERVERS = 3;
    /** Agents, and instances of the service. */
    static final int PORTS = (SERVERS + 1) * DemoAgent.PORTS + 2;

    private final String launcher;
    private final Path directory;
    private final DemoProcesses processes;
    private final Shell shell;
    private final boolean training;
    private final List<DemoAgent> servers = new ArrayList<>();
    private final DemoAgent client;
    private final List<Integer> instances;

    /**
     * @param ports so many as {@link #PORTS}
     * @param training the first server and the client agent share a process, which writes a class archive when it ends
     */
    DemoCluster(
            String launcher,
            Path directory,
            DemoProcesses processes,
            Shell shell,
            List<Integer> ports,
            boolean training) {
        this.launcher = launcher;
        this.directory = directory;
        this.processes = processes;
        this.shell = shell;
        this.training = training;
        var free = new ArrayList<>(ports);
        instances = List.of(free.removeFirst(), free.removeFirst());
        for (int i = 1; i <= SERVERS; i++) {
            servers.add(DemoAgent.of("s" + i, true, free));
        }
        client = DemoAgent.of("app1", false, free);
    }

    DemoAgent server(int number) {
        return servers.get(number - 1);
    }

    /** The server that is killed: the client agent knows only this one at first, so that it is attached to it. */
    DemoAgent victim() {
        return servers.getLast();
    }

    DemoAgent client() {
        return client;
    }

    List<DemoAgent> all() {
        var all = new ArrayList<>(servers);
        all.add(client);
        return all;
    }

    int instance(int number) {
        return instances.get(number - 1);
    }

    /** What one would type to start an agent. */
    List<String> arguments(DemoAgent agent) {
        return agent.arguments(directory, SERVERS, agent.server() ? servers : List.of(victim()));
    }

    void start(DemoAgent agent) throws IOException {
        var options = "-Xmx96m " + (training ? "-XX:TieredStopAtLevel=1 " : "") + shell.environment("ENGINE_JAVA_OPTS");
        var small = Map.of("ENGINE_ARCHIVE", "", "ENGINE_JAVA_OPTS", options);
        // The class archive is made of one server's classes: what a client agent loads besides is little.
        // The others run so shortly that it does not pay to optimize their code.
        var archived = training && agent.equals(server(1));
        processes.start(agent.name(), command(arguments(agent)), archived ? Map.of() : small);
    }

    void startInstance(int number) throws IOException {
        processes.start(
                "web-" + number,
                command(List.of(DemoInstance.NAME, "web-" + number, Integer.toString(instance(number)))),
                Map.of());
    }

    private List<String> command(List<String> arguments) {
        var line = new ArrayList<>(List.of(launcher));
        line.addAll(arguments);
        return line;
    }

    DemoProcesses processes() {
        return processes;
    }

    private Api api(DemoAgent agent) {
        return Api.of(new Arguments(List.of(new Arguments.Given("http-addr", agent.address())), List.of()), shell);
    }

    /** Whether an agent answers, and knows a server that leads. */
    boolean ready(DemoAgent agent) {
        if (!processes.alive(agent.name())) {
            throw new Failure("the agent " + agent.name() + " ended before it answered.");
        }
        try {
            return api(agent).get(Target.of("/v1/status/leader")) instanceof String leader && !leader.isEmpty();
        } catch (Failure _) {
            return false; // not yet
        }
    }

    /** {@code name status} of each agent, as one of them knows them; 1 is alive, 4 is failed. */
    List<String> members(DemoAgent asked) {
        return Fields.list(api(asked).get(Target.of("/v1/agent/members"))).stream()
                .map(member -> member.text("Name") + " " + member.text("Status"))
                .sorted()
                .toList();
    }

    /** The server that the client agent is attached to; empty for none. */
    String attachedTo() {
        return Fields.of(api(client).get(Target.of("/v1/agent/self")))
                .object("Stats")
                .object("state")
                .text("attached_to");
    }

    /** The ids of the instances that pass, as an agent tells them over HTTP. */
    List<String> passing(DemoAgent asked) {
        return Fields.list(api(asked).get(Target.of("/v1/health/service/web").with("passing"))).stream()
                .map(instance -> instance.object("Service").text("ID"))
                .sorted()
                .toList();
    }

    /** The SRV records of the service, as an agent tells them over DNS. */
    List<String> records(DemoAgent asked) throws IOException {
        return DnsQuery.ask(asked.dns(), SERVICE, DnsQuery.SRV);
    }

    /** The value of a key, as an agent has it; empty where there is none. */
    String value(DemoAgent asked, String key) {
        var reply = api(asked).getReply(Target.of("/v1/kv/").path(key).with("raw"));
        return reply.ok() ? reply.text() : "";
    }

    /** Ids of the events of a name that an agent knows. */
    List<String> events(DemoAgent asked, String name) {
        return Fields.list(api(asked).get(Target.of("/v1/event/list").with("name", name))).stream()
                .map(event -> event.text("ID"))
                .toList();
    }
}
