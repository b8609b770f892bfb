package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.Directory.Endpoint;
import engine.dns.Directory.Host;
import engine.dns.Responder.Transport;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

final class ReplyCacheTest {
    @Test
    void aReplyIsKeptWhileTheListIsTheSame() {
        Fixture catalog = Fixture.recorded();
        var cache = new ReplyCache();
        Name name = Name.fromConstantString("web.service.consul.");
        List<Endpoint> list = catalog.service("web").orElseThrow();
        Reply reply = Reply.error(0);
        cache.put(name, Type.A, "web", list, reply);
        assertThat(cache.get(Name.fromConstantString("WEB.service.consul."), Type.A, catalog))
                .containsSame(reply);
        assertThat(cache.get(name, Type.SRV, catalog)).isEmpty();
        catalog.service("web", list.getFirst(), list.getLast());
        assertThat(cache.get(name, Type.A, catalog)).isEmpty();
    }

    @Test
    void aChangeIsAnsweredAtOnce() {
        Fixture catalog = Fixture.recorded();
        Responder responder = catalog.responder();
        Host host = catalog.node("plain", "10.0.0.1", Map.of());
        assertThat(ask(responder)).hasSize(2);
        catalog.service("web", new Endpoint(host, "", 1, List.of(), 1));
        assertThat(ask(responder)).containsExactly("web.service.consul. 0 A 10.0.0.1");
        catalog.without("web");
        assertThat(ask(responder)).isEmpty();
    }

    private static List<String> ask(Responder responder) {
        return Fixture.answers(Fixture.ask(responder, "web.service.consul", "A", 0, Transport.UDP));
    }

    @Test
    void theCacheIsEmptiedWhenItHoldsTooManyInstances() {
        Fixture catalog = Fixture.big(100);
        var cache = new ReplyCache();
        List<Endpoint> list = catalog.service("big").orElseThrow();
        Reply reply = Reply.of(
                IntStream.range(0, 100)
                        .mapToObj(_ -> new Reply.Item(
                                NodeRecords.cname(Name.root, Name.root, Fixture.SETTINGS.nodeTtl()), true, List.of()))
                        .toList(),
                List.of());
        for (int i = 0; i < 1000; i++) {
            cache.put(Name.fromConstantString("n" + i + "."), Type.A, "big", list, reply);
            assertThat(cache.size() * 100).isLessThanOrEqualTo(ReplyCache.MAX_INSTANCES);
        }
    }
}
