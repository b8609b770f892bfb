package engine.http;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What agents handed on and may take back: a request with the header {@link #ID} ends its wait when the same agent asks to
 * {@code DELETE} that id below {@link #PATH}. An agent asks again until it has its answer, so that it does not matter which of the
 * two comes first.
 */
final class Withdrawals {
    /** Not a path of the API: only agents ask for it, and nobody else can know the ids. */
    static final String PATH = "/v1/internal/forwarded/";

    /** What the agent calls its request; nobody can guess it. */
    static final String ID = "X-Forwarded-Request";

    private static final int LONGEST_ID = 64;

    private final Map<String, Cancellation> open = new ConcurrentHashMap<>();

    /** Answers a request of an agent by this, or ends the wait of another one. */
    CompletionStage<Answer> handle(Request request, Function<Request, CompletionStage<Answer>> answer) {
        if (request.method().equals("DELETE") && request.path().startsWith(PATH)) {
            var withdrawn = open.get(key(request, request.path().substring(PATH.length())));
            if (withdrawn != null) {
                withdrawn.cancel();
            }
            return CompletableFuture.completedFuture(Answer.empty(withdrawn == null ? 404 : 200));
        }
        var id = request.headers().first(ID).filter(text -> text.length() <= LONGEST_ID);
        if (id.isEmpty()) {
            return answer.apply(request);
        }
        var key = key(request, id.get());
        var cancellation = new Cancellation();
        open.put(key, cancellation);
        return answer.apply(request.with(cancellation)).whenComplete((_, _) -> open.remove(key, cancellation));
    }

    /** Ends the waits of an agent that is not there any more. */
    void gone(String agent) {
        open.forEach((key, cancellation) -> {
            if (key.endsWith(' ' + agent)) {
                cancellation.cancel();
            }
        });
    }

    /** Agents cannot reach each other's. */
    private static String key(Request request, String id) {
        return id + ' ' + request.agent();
    }
}
