package clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;

/** Two applications of Spring Boot with Spring Cloud Consul: one finds the other, and what is changed is seen while it runs. */
@Timeout(120)
final class SpringTest {
    private static final String AGENT = System.getenv("CONSUL_HTTP_ADDR");

    private static void put(String key, String value) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://" + AGENT + "/v1/kv/" + key))
                    .PUT(BodyPublishers.ofString(value))
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).body().strip()).isEqualTo("true");
        }
    }

    private static String get(URI uri) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    private static ConfigurableApplicationContext start(String name, String instance) {
        var address = AGENT.split(":");
        var arguments = new ArrayList<>(List.of(
                "--spring.application.name=" + name,
                "--spring.config.import=consul:",
                "--spring.cloud.consul.host=" + address[0],
                "--spring.cloud.consul.port=" + address[1],
                "--spring.cloud.consul.config.watch.delay=100",
                "--spring.cloud.consul.config.watch.wait-time=5",
                "--spring.cloud.consul.discovery.instance-id=" + instance,
                "--spring.cloud.consul.discovery.hostname=127.0.0.1",
                "--spring.cloud.consul.discovery.health-check-interval=1s",
                "--spring.cloud.consul.discovery.tags=blue",
                "--spring.cloud.consul.discovery.metadata.zone=a",
                "--spring.main.banner-mode=off",
                "--server.address=127.0.0.1",
                "--server.port=0"));
        return new SpringApplicationBuilder(Shop.class).run(arguments.toArray(String[]::new));
    }

    private static List<ServiceInstance> instances(ConfigurableApplicationContext from, String service) {
        return from.getBean(DiscoveryClient.class).getInstances(service);
    }

    @Test
    void oneIsFoundByTheOtherAndAChangedPropertyReachesItWhileItRuns() throws Exception {
        put("config/shop/greeting", "hello");
        put("config/application/shared", "all");
        var patience = Duration.ofSeconds(30);
        try (var cart = start("cart", "cart-1")) {
            try (var shop = start("shop", "shop-1")) {
                assertThat(shop.getEnvironment().getProperty("shared")).isEqualTo("all");
                await().atMost(patience).until(() -> instances(cart, "shop").size() == 1);
                var found = instances(cart, "shop").getFirst();
                assertThat(found.getInstanceId()).isEqualTo("shop-1");
                assertThat(found.getMetadata()).containsEntry("zone", "a");
                assertThat(cart.getBean(DiscoveryClient.class).getServices()).contains("shop", "cart");
                assertThat(get(found.getUri())).isEqualTo("hello");
                put("config/shop/greeting", "welcome");
                await().atMost(patience).until(() -> get(found.getUri()).equals("welcome"));
            }
            await().atMost(patience).until(() -> instances(cart, "shop").isEmpty());
        }
    }
}
