package engine.clients;

import com.ecwid.consul.v1.ConsulClient;
import com.ecwid.consul.v1.ConsulRawClient;
import com.ecwid.consul.v1.QueryParams;
import com.ecwid.consul.v1.kv.model.GetValue;
import com.ecwid.consul.v1.kv.model.PutParams;
import com.ecwid.consul.v1.session.model.NewSession;
import com.ecwid.consul.v1.session.model.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/** With {@code com.ecwid.consul:consul-api}. It says lock-delays in whole seconds. */
record EcwidRecipeClient(ConsulClient consul, CloseableHttpClient http) implements RecipeClient {

    EcwidRecipeClient(InetSocketAddress agent) {
        this(agent, newHttp());
    }

    private EcwidRecipeClient(InetSocketAddress agent, CloseableHttpClient http) {
        this(new ConsulClient(new ConsulRawClient(agent.getHostString(), agent.getPort(), http)), http);
    }

    /** Its own cannot be closed, and asks three times more for what was interrupted. */
    private static CloseableHttpClient newHttp() {
        return HttpClients.custom()
                .disableAutomaticRetries()
                .setMaxConnPerRoute(100)
                .setMaxConnTotal(100)
                .build();
    }

    @Override
    public String createSession(String name, Duration ttl, Duration lockDelay, Behavior behavior) {
        var session = new NewSession();
        session.setName(name);
        session.setTtl(ttl.toSeconds() + "s");
        session.setLockDelay(lockDelay.toSeconds());
        session.setBehavior(
                switch (behavior) {
                    case RELEASE -> Session.Behavior.RELEASE;
                    case DELETE -> Session.Behavior.DELETE;
                });
        return consul.sessionCreate(session, QueryParams.DEFAULT).getValue();
    }

    @Override
    public void renew(String session) {
        consul.renewSession(session, QueryParams.DEFAULT);
    }

    @Override
    public void destroy(String session) {
        consul.sessionDestroy(session, QueryParams.DEFAULT);
    }

    @Override
    public boolean acquire(String key, String value, String session) {
        var params = new PutParams();
        params.setAcquireSession(session);
        return consul.setKVValue(key, value, params).getValue();
    }

    @Override
    public boolean release(String key, String session) {
        var params = new PutParams();
        params.setReleaseSession(session);
        return consul.setKVValue(key, "", params).getValue();
    }

    @Override
    public boolean putIf(String key, String value, long modifyIndex) {
        var params = new PutParams();
        params.setCas(modifyIndex);
        return consul.setKVValue(key, value, params).getValue();
    }

    @Override
    public void put(String key, String value) {
        consul.setKVValue(key, value);
    }

    @Override
    public void delete(String key) {
        consul.deleteKVValue(key);
    }

    @Override
    public Found read(String prefix, long index, Duration wait) {
        var response = consul.getKVValues(prefix, new QueryParams(wait.toSeconds(), index));
        var values = Objects.requireNonNullElse(response.getValue(), List.<GetValue>of());
        return new Found(values.stream().map(EcwidRecipeClient::entry).toList(), response.getConsulIndex());
    }

    private static Entry entry(GetValue value) {
        return new Entry(
                value.getKey(),
                Objects.requireNonNullElse(value.getDecodedValue(), ""),
                Objects.requireNonNullElse(value.getSession(), ""),
                value.getModifyIndex());
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
