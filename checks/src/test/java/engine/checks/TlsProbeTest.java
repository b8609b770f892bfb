package engine.checks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes of a server with a certificate of its own CA. */
class TlsProbeTest {

    private static @TempDir @Nullable Path directory;
    private static @Nullable Authority authority;

    private final Connections connections = new Connections();
    private @Nullable HttpsServer server;

    @BeforeAll
    static void certify() throws Exception {
        authority = Authority.in(requireNonNull(directory).resolve("one"))
                .certify("server", "EC", "dns:web.example,ip:127.0.0.1")
                .certify("client", "EC", "dns:client.example")
                .certify("rsa", "RSA", "dns:rsa.example");
        Authority.in(requireNonNull(directory).resolve("two"));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
        connections.close();
    }

    @Test
    void aCertificateOfItsOwnCaPasses() throws Exception {
        assertThat(http(trusting("ca.pem")).output()).endsWith(": 200 OK Output: name null, client null");
    }

    @Test
    void aCertificateOfAnotherCaIsCritical() throws Exception {
        for (var tls : List.of(Tls.DEFAULT, trusting("../two/ca.pem"))) {
            var result = http(tls);
            assertThat(result.status()).isEqualTo(Status.CRITICAL);
            assertThat(result.output()).contains("PKIX path ");
        }
    }

    @Test
    void theServerNameIsAskedForAndVerified() throws Exception {
        var ca = file("ca.pem");
        assertThat(http(new Tls(false, "web.example", ca, "", "")).output()).contains("name web.example");
        var other = http(new Tls(false, "other.example", ca, "", ""));
        assertThat(other.status()).isEqualTo(Status.CRITICAL);
        assertThat(other.output()).contains("other.example");
    }

    @Test
    void aServerThatWantsACertificateGetsTheOneOfTheCheck() throws Exception {
        assertThat(http(true, new Tls(false, "", file("ca.pem"), file("client.pem"), file("client-key.pem")))
                        .output())
                .endsWith("client CN=client");
        assertThat(http(true, new Tls(false, "", file("ca.pem"), file("rsa.pem"), file("rsa-key.pem")))
                        .output())
                .endsWith("client CN=rsa");
        assertThat(http(true, trusting("ca.pem")).status()).isEqualTo(Status.CRITICAL);
    }

    @Test
    void keysInOlderFormsAreRead() throws Exception {
        for (var kind : Map.of("client", "EC", "rsa", "RSA").entrySet()) {
            var pkcs8 = requireNonNull(authority).key(kind.getKey());
            var older = requireNonNull(authority).file(kind.getKey() + "-older.pem");
            Files.writeString(older, Authority.pem(kind.getValue() + " PRIVATE KEY", inner(pkcs8)));
            var tls = new Tls(false, "", file("ca.pem"), file(kind.getKey() + ".pem"), older.toString());
            assertThat(http(true, tls).output()).endsWith("client CN=" + kind.getKey());
        }
    }

    @Test
    void filesThatAreNotWhatTheyShouldBeAreCriticalWithAReason() throws Exception {
        var key = file("client-key.pem");
        assertThat(http(trusting("none.pem")).output()).endsWith("there is no file " + file("none.pem"));
        assertThat(http(new Tls(false, "", key, "", "")).output()).endsWith(key + " has no certificate in PEM form");
        assertThat(http(new Tls(false, "", "", file("client.pem"), file("ca.pem")))
                        .output())
                .endsWith("ca.pem has no private key in PEM form");
        assertThat(http(new Tls(false, "", "", file("rsa.pem"), key)).output())
                .endsWith("has no key of the certificate's kind (RSA)");
    }

    @Test
    void aFileThatChangesIsReadAgain() throws Exception {
        var ca = requireNonNull(directory).resolve("changing.pem");
        Files.copy(requireNonNull(directory).resolve("two/ca.pem"), ca, StandardCopyOption.REPLACE_EXISTING);
        var probe = new HttpProbe(target(new Tls(false, "", ca.toString(), "", "")), definition(), connections);
        assertThat(run(probe).status()).isEqualTo(Status.CRITICAL);
        Files.copy(Path.of(file("ca.pem")), ca, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(ca, FileTime.fromMillis(1));
        assertThat(run(probe).status()).isEqualTo(Status.PASSING);
    }

    /** A resumed session would pass whatever has become of the certificate. */
    @Test
    void eachProbeShakesHandsAnew() throws Exception {
        var probe = new HttpProbe(target(trusting("ca.pem")), definition(), connections);
        assertThat(run(probe).status()).isEqualTo(Status.PASSING);
        var port = requireNonNull(server).getAddress().getPort();
        requireNonNull(server).stop(0);
        requireNonNull(authority).certify("later", "EC", "dns:later.example");
        start(false, "later", port);
        assertThat(run(probe).output()).contains("127.0.0.1");
        assertThat(run(probe).status()).isEqualTo(Status.CRITICAL);
    }

    @Test
    void tcpShakesHandsWhereItUsesTls() throws Exception {
        start(false, "server", 0);
        assertThat(tcp(Optional.of(trusting("ca.pem"))))
                .isEqualTo(new Result(Status.PASSING, "TCP connect 127.0.0.1:" + port() + ": Success"));
        assertThat(tcp(Optional.of(Tls.DEFAULT)).output())
                .startsWith("TCP connect 127.0.0.1:" + port() + ": ")
                .contains("PKIX path ");
        assertThat(tcp(Optional.empty()).status()).isEqualTo(Status.PASSING);
    }

    private Result tcp(Optional<Tls> tls) throws Exception {
        var target = new CheckSpec.Tcp(new Endpoint.Port("127.0.0.1", port()), tls, "", "");
        return run(new TcpProbe(target, definition(), connections));
    }

    private Result http(Tls tls) throws Exception {
        return http(false, tls);
    }

    private Result http(boolean wantsCertificate, Tls tls) throws Exception {
        if (server != null) {
            server.stop(0);
        }
        start(wantsCertificate, "server", 0);
        return run(new HttpProbe(target(tls), definition(), connections));
    }

    private static CheckDefinition definition() {
        return Definitions.of(Definitions.SCRIPT);
    }

    private static Result run(Probe probe) throws Exception {
        return probe.start().result().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private CheckSpec.Http target(Tls tls) throws Exception {
        if (server == null) {
            start(false, "server", 0);
        }
        return new CheckSpec.Http(
                URI.create("https://127.0.0.1:" + port() + "/"),
                "GET",
                Map.of(),
                "",
                false,
                tls,
                HttpExpectation.NONE,
                "");
    }

    private int port() {
        return requireNonNull(server).getAddress().getPort();
    }

    private static Tls trusting(String ca) {
        return new Tls(false, "", file(ca), "", "");
    }

    private static String file(String name) {
        return requireNonNull(authority).file(name).toString();
    }

    private void start(boolean wantsCertificate, String certificate, int port) throws Exception {
        var started = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        started.setHttpsConfigurator(
                new HttpsConfigurator(requireNonNull(authority).server(certificate)) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        var own = getSSLContext().getDefaultSSLParameters();
                        own.setNeedClientAuth(wantsCertificate);
                        parameters.setSSLParameters(own);
                    }
                });
        started.createContext("/", exchange -> {
            try (exchange) {
                var text = seen((HttpsExchange) exchange).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, text.length);
                exchange.getResponseBody().write(text);
            }
        });
        started.start();
        server = started;
    }

    private static String seen(HttpsExchange exchange) throws IOException {
        var session = (ExtendedSSLSession) exchange.getSSLSession();
        var names = session.getRequestedServerNames();
        @Nullable String client = null;
        try {
            client = session.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException _) {
            // It has shown none.
        }
        var name = names.isEmpty() ? null : new String(names.getFirst().getEncoded(), StandardCharsets.US_ASCII);
        return "name " + name + ", client " + client;
    }

    /** The key inside a PKCS #8 one: the last element, an octet string, without its header. */
    private static byte[] inner(byte[] pkcs8) {
        int at = header(pkcs8, 0);
        at += 3;
        at = header(pkcs8, at) + (pkcs8[at + 1] & 0xFF);
        return Arrays.copyOfRange(pkcs8, header(pkcs8, at), pkcs8.length);
    }

    private static int header(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }
}
