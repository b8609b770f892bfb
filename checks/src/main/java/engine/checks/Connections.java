package engine.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.channels.AsynchronousChannelGroup;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What the probes of one node share to reach the network. Everything is made at first use: an agent without HTTP checks
 * does not load an HTTP client. The number of threads does not depend on the number of checks.
 */
final class Connections implements AutoCloseable {

    static {
        // Read by the JDK's HTTP client when its classes load, from where it allows these two request headers.
        var key = "jdk.httpclient.allowRestrictedHeaders";
        var allowed = System.getProperty(key);
        System.setProperty(key, allowed == null ? "host,connection" : allowed + ",host,connection");
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Once<AsynchronousChannelGroup> tcp = new Once<>(Connections::newGroup);
    private final Once<HttpClient> verifying = new Once<>(() -> newBuilder().build());
    private final Once<HttpClient> trustingAll =
            new Once<>(() -> newBuilder().sslContext(trustAll()).build());

    /** Threads that may block. */
    ExecutorService threads() {
        return threads;
    }

    AsynchronousChannelGroup tcp() {
        return tcp.get();
    }

    /** The client for HTTP probes; its first use loads some hundred classes, so take it on {@link #threads}. */
    HttpClient http(boolean tlsSkipVerify) {
        return tlsSkipVerify ? trustingAll.get() : verifying.get();
    }

    @Override
    public void close() {
        tcp.made().ifPresent(group -> {
            try {
                group.shutdownNow();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        verifying.made().ifPresent(HttpClient::shutdownNow);
        trustingAll.made().ifPresent(HttpClient::shutdownNow);
        threads.shutdownNow();
    }

    private HttpClient.Builder newBuilder() {
        return HttpClient.newBuilder()
                .executor(threads)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .proxy(HttpClient.Builder.NO_PROXY);
    }

    /** One thread runs all completions: they only pass a result on. */
    private static AsynchronousChannelGroup newGroup() {
        try {
            return AsynchronousChannelGroup.withFixedThreadPool(
                    1, Thread.ofPlatform().daemon().name("checks-tcp").factory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext trustAll() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** Made by the first who asks. */
    private static final class Once<T> {

        private final Supplier<T> maker;
        private @Nullable T value;

        Once(Supplier<T> maker) {
            this.maker = maker;
        }

        synchronized T get() {
            var present = value;
            if (present == null) {
                present = maker.get();
                value = present;
            }
            return present;
        }

        synchronized Optional<T> made() {
            return Optional.ofNullable(value);
        }
    }

    /** An extended trust manager also replaces the check of the host name. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
