package engine.checks;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** TLS of a server that shows a certificate from PEM files and asks clients for none. */
public final class ServerTls {
    private ServerTls() {}

    /**
     * Reads the files once.
     *
     * @param certFile the certificate, then those that lead to its CA
     * @throws IOException with a sentence that names the file
     */
    public static SSLContext context(String certFile, String keyFile) throws IOException {
        var chain = PemFile.read(certFile).certificates();
        var key = PemFile.read(keyFile).key(chain.getFirst().getPublicKey());
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("key", key, new char[0], chain.toArray(X509Certificate[]::new));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be served with " + certFile + ": " + e.getMessage(), e);
        }
    }
}
