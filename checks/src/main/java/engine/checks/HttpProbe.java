package engine.checks;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests a URL and judges the answer. Redirects are followed, but not from https to http. Each request has a
 * connection of its own: a check measures the target, not an old connection to it.
 */
final class HttpProbe extends Conversation {

    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final CheckSpec.Http target;
    private final HttpJudgement judgement;
    private final TlsClient tls;
    private final String shownUrl;
    private final int outputLimit;

    HttpProbe(CheckSpec.Http target, CheckDefinition definition, Connections connections) {
        super(definition, connections.threads());
        this.target = target;
        this.judgement = new HttpJudgement(target.expectation());
        this.tls = new TlsClient(target.tls());
        this.shownUrl = withoutPassword(target.url());
        this.outputLimit = definition.outputMaxSize();
    }

    @Override
    public Result late() {
        return failed("context deadline exceeded (Client.Timeout exceeded: no complete answer within "
                + Output.ofDuration(timeout()) + ")");
    }

    @Override
    Result talk(Opened opened) throws IOException {
        var request = HttpRequests.first(target);
        var answer = exchange(request, opened);
        for (int followed = 0; followed < MOST_REDIRECTS; followed++) {
            var next = redirected(request, answer);
            if (next.isEmpty()) {
                break;
            }
            request = next.get();
            answer = exchange(request, opened);
        }
        return result(answer);
    }

    private HttpAnswer exchange(HttpRequests.Addressed request, Opened opened) throws IOException {
        try (var own = new Opened()) {
            opened.add(own::close);
            var line = Dial.open(endpoint(request.url()), tls(request.url()), List.of(), own);
            return HttpExchange.over(line, message(request), limit());
        }
    }

    private static FullHttpRequest message(HttpRequests.Addressed request) throws IOException {
        try {
            return request.message();
        } catch (IllegalArgumentException refused) {
            // The codec does not accept the method, the URL or a header.
            throw new IOException(refused.getMessage(), refused);
        }
    }

    private Optional<HttpRequests.Addressed> redirected(HttpRequests.Addressed request, HttpAnswer answer) {
        var location = answer.headers().get(HttpHeaderNames.LOCATION);
        if (target.disableRedirects() || location == null || !REDIRECTS.contains(answer.code())) {
            return Optional.empty();
        }
        try {
            var url = request.url().resolve(new URI(location));
            var downgrades = isSecured(request.url()) && !isSecured(url);
            return url.getHost() == null
                            || downgrades
                            || !List.of("http", "https").contains(url.getScheme())
                    ? Optional.empty()
                    : Optional.of(request.redirected(url, answer.code()));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private Endpoint endpoint(URI url) {
        return target.unixSocket().isEmpty()
                ? new Endpoint.Port(url.getHost(), HttpRequests.port(url))
                : new Endpoint.Unix(target.unixSocket());
    }

    private Optional<TlsClient> tls(URI url) {
        return isSecured(url) ? Optional.of(tls) : Optional.empty();
    }

    private static boolean isSecured(URI url) {
        return "https".equals(url.getScheme());
    }

    private int limit() {
        return target.expectation().asksForBody() ? Math.max(outputLimit, HttpAnswer.MOST_MATCHED) : outputLimit;
    }

    private Result result(HttpAnswer answer) {
        var status = judgement.status(answer.code());
        var missing = status == Status.CRITICAL ? Optional.<String>empty() : judgement.missing(answer);
        return new Result(
                missing.isPresent() ? Status.CRITICAL : status,
                "HTTP %s %s: %s%s Output: %s"
                        .formatted(
                                target.method(),
                                shownUrl,
                                answer.status(),
                                missing.map(sentence -> ", " + sentence).orElse(""),
                                Output.beginning(answer.body(), outputLimit)));
    }

    @Override
    Result failed(IOException failure) {
        return failed(failure.getMessage());
    }

    private Result failed(@Nullable String reason) {
        var verb = target.method().charAt(0) + target.method().substring(1).toLowerCase(Locale.ROOT);
        return new Result(Status.CRITICAL, "%s \"%s\": %s".formatted(verb, shownUrl, reason));
    }

    private static String withoutPassword(URI url) {
        return url.getRawUserInfo() == null || url.getRawUserInfo().indexOf(':') < 0
                ? url.toString()
                : url.toString().replaceFirst("(//[^/@:]*):[^/@]*@", "$1:xxxxx@");
    }
}
