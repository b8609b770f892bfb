package engine.checks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsProbeTest {

    private static final String PASSWORD = "changeit";

    private static @Nullable SSLContext certificate;

    private final Connections connections = new Connections();
    private final HttpsServer server =
            HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    HttpsProbeTest() throws Exception {}

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        certificate = selfSigned(directory.resolve("keys"));
    }

    @BeforeEach
    void start() {
        server.setHttpsConfigurator(new HttpsConfigurator(requireNonNull(certificate)));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        connections.close();
    }

    @Test
    void aSelfSignedCertificateOfAnotherNameIsCritical() throws Exception {
        var result = probe(false);
        assertThat(result.status()).isEqualTo(Status.CRITICAL);
        assertThat(result.output()).startsWith("Get \"" + url() + "\": ").contains("certi");
    }

    @Test
    void aSelfSignedCertificateOfAnotherNamePassesWhereVerificationIsSkipped() throws Exception {
        assertThat(probe(true)).isEqualTo(new Result(Status.PASSING, "HTTP GET " + url() + ": 200 OK Output: "));
    }

    private Result probe(boolean tlsSkipVerify) throws Exception {
        var target = new CheckSpec.Http(URI.create(url()), "GET", Map.of(), "", tlsSkipVerify);
        return new HttpProbe(target, Definitions.of(target), connections)
                .start()
                .result()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private static SSLContext selfSigned(Path file) throws Exception {
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=other.example",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(20, TimeUnit.SECONDS)).isTrue();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
