package engine.checks;

import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Requests a URL: 2xx is passing, 429 is warning, anything else is critical. Redirects are followed, but not from https
 * to http. Each request has a connection of its own: a check measures the target, not an old connection to it.
 */
final class HttpProbe implements Probe {

    /** The transport sets these from the body, whatever a check says. */
    private static final Set<String> TRANSPORT_HEADERS = Set.of("content-length", "transfer-encoding", "trailer");

    private final CheckSpec.Http target;
    private final String method;
    private final String shownUrl;
    private final Duration timeout;
    private final int outputLimit;
    private final Connections connections;

    HttpProbe(CheckSpec.Http target, CheckDefinition definition, Connections connections) {
        this.target = target;
        this.method = target.method().isBlank() ? "GET" : target.method();
        this.shownUrl = withoutPassword(target.url());
        this.timeout = definition.timeout();
        this.outputLimit = definition.outputMaxSize();
        this.connections = connections;
    }

    @Override
    public Flight start() {
        var result = new CompletableFuture<Result>();
        connections.threads().execute(() -> exchange(result));
        return new Flight(result, () -> result.complete(late()));
    }

    @Override
    public Duration deadline() {
        return timeout;
    }

    @Override
    public Result late() {
        return failed("context deadline exceeded (Client.Timeout exceeded: no complete answer within "
                + Output.ofDuration(timeout) + ")");
    }

    private void exchange(CompletableFuture<Result> result) {
        try {
            var answer =
                    connections.http(target.tlsSkipVerify()).sendAsync(request(), _ -> new CappedBody(outputLimit));
            // An abandoned result ends the request, in whatever phase it is.
            result.whenComplete((_, _) -> answer.cancel(true));
            answer.whenComplete((response, failure) ->
                    result.complete(failure == null ? answered(response) : failed(reason(failure))));
        } catch (IllegalArgumentException | URISyntaxException refused) {
            // The client does not accept the method, the URL or a header.
            result.complete(failed(String.valueOf(refused.getMessage())));
        }
    }

    private HttpRequest request() throws URISyntaxException {
        var builder = HttpRequest.newBuilder(withoutUserInfo(target.url()))
                .method(
                        method,
                        target.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(target.body()))
                .setHeader("User-Agent", "Consul Health Check")
                .setHeader("Accept", "text/plain, text/*, */*");
        closeAfterwards(builder);
        if (target.url().getUserInfo() != null) {
            builder.setHeader("Authorization", "Basic " + base64(target.url().getUserInfo()));
        }
        target.headers().forEach((name, values) -> {
            if (!TRANSPORT_HEADERS.contains(name.toLowerCase(Locale.ROOT)) && !values.isEmpty()) {
                builder.setHeader(name, values.getFirst());
                values.stream().skip(1).forEach(value -> builder.header(name, value));
            }
        });
        return builder.build();
    }

    private static void closeAfterwards(HttpRequest.Builder builder) {
        try {
            builder.setHeader("Connection", "close");
        } catch (IllegalArgumentException _) {
            // Something loaded the JDK's client before Connections could allow the header: connections are kept then.
        }
    }

    private Result answered(HttpResponse<String> response) {
        int code = response.statusCode();
        var output = "HTTP %s %s: %s Output: %s".formatted(method, shownUrl, StatusLine.text(code), response.body());
        if (code >= 200 && code <= 299) {
            return new Result(Status.PASSING, output);
        }
        return new Result(code == 429 ? Status.WARNING : Status.CRITICAL, output);
    }

    private Result failed(String reason) {
        var verb = method.substring(0, 1).toUpperCase(Locale.ROOT)
                + method.substring(1).toLowerCase(Locale.ROOT);
        return new Result(Status.CRITICAL, "%s \"%s\": %s".formatted(verb, shownUrl, reason));
    }

    private String reason(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (DialError.isUnknownHost(cause)) {
            return DialError.unknownHost(target.url().getHost());
        }
        if (cause instanceof ConnectException) {
            return DialError.connect(DialError.address(target.url().getHost(), port()), cause);
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private int port() {
        if (target.url().getPort() >= 0) {
            return target.url().getPort();
        }
        return "https".equals(target.url().getScheme()) ? 443 : 80;
    }

    private static URI withoutUserInfo(URI url) throws URISyntaxException {
        return url.getRawUserInfo() == null ? url : new URI(url.toString().replaceFirst("//[^/@]*@", "//"));
    }

    private static String withoutPassword(URI url) {
        return url.getRawUserInfo() == null || url.getRawUserInfo().indexOf(':') < 0
                ? url.toString()
                : url.toString().replaceFirst("(//[^/@:]*):[^/@]*@", "$1:xxxxx@");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
