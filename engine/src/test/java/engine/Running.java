package engine;

import engine.config.Configuration;
import engine.config.Settings;
import engine.config.Sources;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** An agent in this process, and its clients. */
final class Running implements AutoCloseable, HttpLocalAgent.Lifecycle {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<Settings> settings;
    private final Agent agent;
    private final Api api;
    private final CompletableFuture<String> gaveUp = new CompletableFuture<>();

    /** A server alone, with ports that are all free; there when it leads. */
    Running(Path... files) {
        this(Map.of("http", 0, "dns", 0, "server", 0, "serf-lan", 0, "serf-wan", 0), files);
    }

    Running(Map<String, ?> ports, Path... files) {
        this(() -> Configuration.load(new Sources(List.of(files), Map.of("ports", ports), true, ""))
                .settings());
        Await.until(
                "the agent knows a leader",
                () -> !api.get("/v1/status/leader").json().asString().isEmpty());
    }

    /** Any agent, which may still look for others when it is there. */
    Running(Supplier<Settings> settings) {
        this.settings = settings;
        this.agent = Agent.start(settings.get(), this);
        this.api = Api.at(agent.httpAddresses().getFirst());
    }

    Agent agent() {
        return agent;
    }

    Api api() {
        return api;
    }

    InetSocketAddress http() {
        return agent.httpAddresses().getFirst();
    }

    InetSocketAddress dns() {
        return agent.dnsAddresses().getFirst();
    }

    /** The answer section for a name, each record as its data; empty also where there is no such name. */
    List<String> resolve(String name, int type) throws IOException {
        var resolver = new SimpleResolver(dns());
        resolver.setTimeout(PATIENCE);
        var query = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
        return resolver.send(query).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .sorted()
                .toList();
    }

    /** The ports of a service's instances as DNS names them. */
    List<Integer> portsOf(String service) throws IOException {
        var ports = new ArrayList<Integer>();
        for (var srv : resolve(service + ".service.consul.", Type.SRV)) {
            ports.add(Integer.valueOf(srv.split(" ")[2]));
        }
        return ports.stream().sorted().toList();
    }

    /** Why the agent ends by itself, once it does. */
    CompletableFuture<String> gaveUp() {
        return gaveUp;
    }

    @Override
    public CompletionStage<List<String>> reload() {
        return CompletableFuture.supplyAsync(settings)
                .thenCompose(agent::reload)
                .thenApply(_ -> List.of());
    }

    @Override
    public void leave() {
        throw new AssertionError("not asked in these tests");
    }

    @Override
    public void close() {
        api.close();
        agent.close();
    }

    @Override
    public void giveUp(String sentence) {
        gaveUp.complete(sentence);
        throw new AssertionError(sentence);
    }
}
