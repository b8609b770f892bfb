package engine;

import engine.events.Claim;
import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Which node runs what one node runs, kept as keys of the datacenter: who makes the key first holds it. A key says the node and,
 * for what has no other mark, when it was.
 *
 * @param node name of this node
 * @param kept how long a claim is known
 * @param api answers requests with status and body
 */
record OnceClaims(String node, Duration kept, Function<HttpRequest, CompletionStage<Answer>> api) {
    private static final String CLAIMS = OwnKeys.ALL + "once/";
    private static final JsonFactory JSON = new JsonFactory();

    /** An answer of the HTTP API. */
    record Answer(int status, String body) {}

    /** A claim that is there. */
    private record Held(String by, Instant at, long index) {}

    /** Name of the node that holds a claim, this one if nobody did. */
    CompletionStage<String> claim(Claim claim) {
        return found(claim, "")
                .thenCompose(found -> found.filter(held -> isFor(claim, held))
                        .map(held -> CompletableFuture.completedStage(held.by()))
                        .orElseGet(() -> take(claim, found.map(Held::index).orElse(0L))));
    }

    /** One of long before was for something else. */
    private static boolean isFor(Claim claim, Held held) {
        return claim.blur().isZero()
                || Duration.between(held.at(), claim.at()).abs().compareTo(claim.blur()) <= 0;
    }

    private CompletionStage<String> take(Claim claim, long index) {
        var request = HttpRequest.put(path(claim) + "?cas=" + index + "&ttl=" + kept.toSeconds() + "s")
                .with(Entity.text(claim.at() + " " + node));
        return api.apply(request).thenCompose(answer -> {
            if (answer.status() != 200) {
                throw new IllegalStateException(sentence(answer));
            }
            // Whoever was faster holds it.
            return answer.body().strip().equals("true")
                    ? CompletableFuture.completedStage(node)
                    : found(claim, "?consistent")
                            .thenApply(found -> found.map(Held::by)
                                    .orElseThrow(() -> new IllegalStateException("the claim was taken back")));
        });
    }

    private CompletionStage<Optional<Held>> found(Claim claim, String query) {
        return api.apply(HttpRequest.get(path(claim) + query)).thenApply(answer -> switch (answer.status()) {
            case 200 -> Optional.of(read(answer.body()));
            case 404 -> Optional.empty();
            default -> throw new IllegalStateException(sentence(answer));
        });
    }

    private static String path(Claim claim) {
        return "/v1/kv/" + CLAIMS + encoded(claim.trigger()) + "/" + encoded(claim.key());
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Held read(String body) {
        var text = "";
        var index = 0L;
        try (var in = JSON.createParser(ObjectReadContext.empty(), body)) {
            while (in.nextToken() != null) {
                var name = in.currentName();
                if ("Value".equals(name) && in.currentToken().isScalarValue()) {
                    text = new String(Base64.getDecoder().decode(in.getString()), StandardCharsets.UTF_8);
                } else if ("ModifyIndex".equals(name) && in.currentToken().isNumeric()) {
                    index = in.getLongValue();
                }
            }
        }
        var space = text.indexOf(' ');
        if (space < 0) {
            throw new IllegalStateException("the key of the claim holds something else");
        }
        return new Held(text.substring(space + 1), Instant.parse(text.substring(0, space)), index);
    }

    private static String sentence(Answer answer) {
        var sentence = answer.body().strip();
        return sentence.isEmpty() ? "the answer was " + answer.status() : sentence;
    }
}
