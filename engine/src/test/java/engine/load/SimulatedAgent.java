package engine.load;

import engine.link.FromAgent;
import engine.link.Local;
import engine.state.Key;
import engine.state.Op;
import engine.state.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What a client agent with services tells its server, without anything behind it: one node, its services, and a check for each
 * service, as an agent registers them.
 */
final class SimulatedAgent implements Local {
    static final String VERSION = "load";

    private final String name;
    private final String id;
    private final String address;
    private final String datacenter;
    private final AtomicReferenceArray<Boolean> passing;
    private final AtomicInteger attachments = new AtomicInteger();
    private final AtomicInteger attached = new AtomicInteger();

    SimulatedAgent(int number, int services, String address, String datacenter) {
        this.name = "load-" + number;
        this.id = new UUID(0x4c4f4144L, number).toString();
        this.address = address;
        this.datacenter = datacenter;
        passing = new AtomicReferenceArray<>(services);
        for (var i = 0; i < services; i++) {
            passing.set(i, true);
        }
    }

    String name() {
        return name;
    }

    String id() {
        return id;
    }

    boolean isAttached() {
        return attached.get() > 0;
    }

    /** How often it found a server: once, unless it lost one. */
    int attachments() {
        return attachments.get();
    }

    /** Turns a check to its other status; the write that says so. */
    Op flip(int service) {
        var now = !passing.get(service);
        passing.set(service, now);
        return check(service, now);
    }

    @Override
    public FromAgent.Hello hello() {
        return new FromAgent.Hello(name, id, address, 8301, VERSION, datacenter, 0, "");
    }

    @Override
    public List<Op.Put> own() {
        var own = new ArrayList<Op.Put>();
        own.add(new Op.Put(
                new Key.Node(name),
                new Value.Node(id, name, address, Map.of("lan", address, "wan", address), Map.of())));
        for (var i = 0; i < passing.length(); i++) {
            var service = serviceId(i);
            own.add(new Op.Put(
                    new Key.Service(name, service),
                    new Value.Service(
                            name,
                            service,
                            "load-service-" + i,
                            List.of("v1", "primary"),
                            "",
                            Map.of(),
                            Map.of("team", "a"),
                            8000 + i,
                            1,
                            1,
                            false)));
            own.add(check(i, passing.get(i)));
        }
        return own;
    }

    private Op.Put check(int service, boolean pass) {
        var id = "service:" + serviceId(service);
        return new Op.Put(
                new Key.Check(name, id),
                new Value.Check(
                        name,
                        id,
                        "Service 'load-service-" + service + "' check",
                        pass ? "passing" : "critical",
                        "",
                        pass
                                ? "HTTP GET http://127.0.0.1/health: 200 OK Output: ok"
                                : "dial tcp 127.0.0.1: connection refused",
                        serviceId(service),
                        "load-service-" + service,
                        List.of("v1", "primary"),
                        "http"));
    }

    private static String serviceId(int service) {
        return "load-service-" + service + "-1";
    }

    @Override
    public void deliver(Value.Event event) {
        // It has no triggers.
    }

    @Override
    public void attached(String server) {
        attached.set(1);
        attachments.incrementAndGet();
    }

    @Override
    public void detached() {
        attached.set(0);
    }

    @Override
    public void gaveUp(String sentence) {
        throw new IllegalStateException(sentence);
    }
}
