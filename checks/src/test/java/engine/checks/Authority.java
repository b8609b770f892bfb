package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A CA of its own, made by keytool, and what it certifies, as PEM files and for servers of the JDK. */
final class Authority {

    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final Path store;

    private Authority(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("keys.p12");
    }

    /** A new CA; {@code ca.pem} is its certificate. */
    static Authority in(Path directory) throws Exception {
        var authority = new Authority(Files.createDirectories(directory));
        authority.keytool("ca", "EC", List.of("-ext", "bc:c"));
        Files.writeString(
                authority.file("ca.pem"),
                pem("CERTIFICATE", authority.certificate("ca").getEncoded()));
        return authority;
    }

    /** Certifies {@code san} for a new key; {@code NAME.pem} and {@code NAME-key.pem} are its files. */
    Authority certify(String name, String algorithm, String san) throws Exception {
        keytool(name, algorithm, List.of("-signer", "ca", "-ext", "san=" + san));
        Files.writeString(
                file(name + ".pem"), pem("CERTIFICATE", certificate(name).getEncoded()));
        Files.writeString(file(name + "-key.pem"), pem("PRIVATE KEY", key(name)));
        return this;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    byte[] key(String name) throws Exception {
        return keys().getKey(name, PASSWORD.toCharArray()).getEncoded();
    }

    /** For a server that shows the certificate {@code name} and trusts this CA. */
    SSLContext server(String name) throws Exception {
        var own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                name,
                keys().getKey(name, PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                keys().getCertificateChain(name));
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own, PASSWORD.toCharArray());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificate("ca"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
    }

    private X509Certificate certificate(String name) throws Exception {
        return (X509Certificate) keys().getCertificate(name);
    }

    private KeyStore keys() throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private void keytool(String name, String algorithm, List<String> more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
        command.addAll(more);
        var keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(directory.resolve("keytool.log")))
                .isZero();
    }
}
