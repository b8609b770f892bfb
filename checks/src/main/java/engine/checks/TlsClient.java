package engine.checks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one probe. What its files say is kept until one of them changes. Each connection has a context of its own, so
 * none resumes a session of an earlier one: a resumed session would pass with a certificate that has expired since.
 */
final class TlsClient {

    private record Material(List<FileTime> times, List<KeyManager> keys, List<TrustManager> trusted) {}

    private final Tls tls;
    private @Nullable Material kept;

    TlsClient(Tls tls) {
        this.tls = tls;
    }

    /**
     * TLS over an open connection, shaken hands.
     *
     * @param host what the certificate must be for, unless the check says another name
     * @param protocols offered by ALPN, none if empty
     */
    SSLSocket over(Socket socket, String host, List<String> protocols) throws IOException {
        var name = tls.serverName().isEmpty() ? host : tls.serverName();
        var secured = (SSLSocket) context().getSocketFactory().createSocket(socket, name, socket.getPort(), true);
        var parameters = secured.getSSLParameters();
        if (!isAddress(name)) {
            parameters.setServerNames(List.of(serverName(name)));
        }
        if (!tls.skipVerify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private SSLContext context() throws IOException {
        try {
            var material = material();
            var context = SSLContext.getInstance("TLS");
            context.init(
                    material.keys().toArray(KeyManager[]::new),
                    material.trusted().toArray(TrustManager[]::new),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be used: " + e.getMessage(), e);
        }
    }

    private synchronized Material material() throws IOException, GeneralSecurityException {
        var times = times();
        var present = kept;
        if (present == null || !present.times().equals(times)) {
            present = new Material(times, keys(), trusted());
            kept = present;
        }
        return present;
    }

    private List<FileTime> times() throws IOException {
        var times = Stream.<FileTime>builder();
        for (var path : List.of(tls.caFile(), tls.certFile(), tls.keyFile())) {
            if (!path.isEmpty()) {
                try {
                    times.add(Files.getLastModifiedTime(Path.of(path)));
                } catch (IOException | RuntimeException _) {
                    throw new IOException("there is no file " + path);
                }
            }
        }
        return times.build().toList();
    }

    private List<KeyManager> keys() throws IOException, GeneralSecurityException {
        if (tls.certFile().isEmpty()) {
            return List.of();
        }
        var chain = PemFile.read(tls.certFile()).certificates();
        var key = PemFile.read(tls.keyFile()).key(chain.getFirst().getPublicKey());
        var store = empty();
        store.setKeyEntry("key", key, new char[0], chain.toArray(X509Certificate[]::new));
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        return List.of(managers.getKeyManagers());
    }

    private List<TrustManager> trusted() throws IOException, GeneralSecurityException {
        if (tls.skipVerify()) {
            return List.of(new TrustAll());
        }
        if (tls.caFile().isEmpty()) {
            return SystemTrust.managers();
        }
        var store = empty();
        int number = 0;
        for (var authority : PemFile.read(tls.caFile()).certificates()) {
            store.setCertificateEntry("ca" + number++, authority);
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return List.of(managers.getTrustManagers());
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static SNIHostName serverName(String name) throws IOException {
        try {
            return new SNIHostName(name);
        } catch (IllegalArgumentException _) {
            throw new IOException("'" + name + "' is no name of a host; set tls-server-name");
        }
    }

    private static boolean isAddress(String name) {
        try {
            var _ = InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** The CAs of the system, read once for all probes. */
    private static final class SystemTrust {

        private static @Nullable List<TrustManager> managers;

        private SystemTrust() {}

        static synchronized List<TrustManager> managers() throws GeneralSecurityException {
            var present = managers;
            if (present == null) {
                var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init((KeyStore) null);
                present = List.of(factory.getTrustManagers());
                managers = present;
            }
            return present;
        }
    }
}
