package engine.clients;

import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.model.session.ImmutableSession;
import org.kiwiproject.consul.option.ImmutablePutOptions;
import org.kiwiproject.consul.option.QueryOptions;

/** With {@code org.kiwiproject:consul-client}. */
record KiwiprojectRecipeClient(Consul consul) implements RecipeClient {

    KiwiprojectRecipeClient(InetSocketAddress agent) {
        this(consul(agent));
    }

    /** Its queries may wait longer than the 10 s after which the library gives up where nothing else is said. */
    static Consul consul(InetSocketAddress agent) {
        return Consul.builder()
                .withUrl("http://" + agent.getHostString() + ":" + agent.getPort())
                .withReadTimeoutMillis(60_000)
                .build();
    }

    @Override
    public String createSession(String name, Duration ttl, Duration lockDelay, Behavior behavior) {
        var session = ImmutableSession.builder()
                .name(name)
                .ttl(ttl.toSeconds() + "s")
                .lockDelay(lockDelay.toMillis() + "ms")
                .behavior(behavior.name().toLowerCase(Locale.ROOT))
                .build();
        return consul.sessionClient().createSession(session).getId();
    }

    @Override
    public void renew(String session) {
        consul.sessionClient().renewSession(session);
    }

    @Override
    public void destroy(String session) {
        consul.sessionClient().destroySession(session);
    }

    @Override
    public boolean acquire(String key, String value, String session) {
        return consul.keyValueClient().acquireLock(key, value, session);
    }

    @Override
    public boolean release(String key, String session) {
        return consul.keyValueClient().releaseLock(key, session);
    }

    @Override
    public boolean putIf(String key, String value, long modifyIndex) {
        return consul.keyValueClient()
                .putValue(
                        key,
                        value,
                        0,
                        ImmutablePutOptions.builder().cas(modifyIndex).build());
    }

    @Override
    public void put(String key, String value) {
        consul.keyValueClient().putValue(key, value);
    }

    @Override
    public void delete(String key) {
        consul.keyValueClient().deleteKey(key);
    }

    @Override
    public Found read(String prefix, long index, Duration wait) {
        var options = QueryOptions.blockSeconds(Math.toIntExact(wait.toSeconds()), BigInteger.valueOf(index))
                .build();
        var response = consul.keyValueClient().getConsulResponseWithValues(prefix, options);
        var values = Objects.requireNonNullElse(response.getResponse(), List.<Value>of());
        return new Found(
                values.stream().map(KiwiprojectRecipeClient::entry).toList(),
                response.getIndex().longValueExact());
    }

    private static Entry entry(Value value) {
        return new Entry(
                value.getKey(),
                value.getValueAsString().orElse(""),
                value.getSession().orElse(""),
                value.getModifyIndex());
    }

    @Override
    public void close() {
        consul.destroy();
    }
}
