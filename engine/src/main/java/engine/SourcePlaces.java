package engine;

import engine.sources.Answer;
import engine.sources.SourceWatch;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What triggers wait for is asked of the agent's own HTTP API: a client agent has its answers from its server.
 *
 * @param api answers requests, once there is something to answer them
 */
record SourceQuestions(ActorSystem<?> system, CompletionStage<Function<HttpRequest, CompletionStage<HttpResponse>>> api)
        implements Function<String, CompletionStage<Answer>> {
    /** For a body that has begun. */
    private static final long BODY_MILLIS = 60_000;

    @Override
    public CompletionStage<Answer> apply(String pathAndQuery) {
        return api.thenCompose(answers -> answers.apply(HttpRequest.GET(pathAndQuery)))
                .thenCompose(response -> response.entity()
                        .toStrict(BODY_MILLIS, system)
                        .thenApply(entity -> new Answer(
                                response.status().intValue(),
                                header(response, "X-Consul-Index"),
                                header(response, "X-Consul-KnownLeader").equals("true"),
                                entity.getData().utf8String())));
    }

    private static String header(HttpResponse response, String name) {
        return response.getHeader(name).map(HttpHeader::value).orElse("");
    }

    /** Places that are kept as texts. */
    record Places(KeptTexts texts) implements SourceWatch.Places {
        @Override
        public String get(String trigger) {
            return texts.all().getOrDefault(trigger, "");
        }

        @Override
        public void put(String trigger, String text) {
            texts.put(trigger, text);
            texts.keep();
        }

        @Override
        public void forget(String trigger) {
            texts.remove(trigger);
            texts.keep();
        }

        @Override
        public void retain(Set<String> triggers) {
            texts.all().keySet().stream()
                    .filter(trigger -> !triggers.contains(trigger))
                    .forEach(texts::remove);
            texts.keep();
        }
    }
}
