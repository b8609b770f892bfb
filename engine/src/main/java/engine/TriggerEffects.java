package engine;

import engine.config.Settings;
import engine.events.Claim;
import engine.events.Datacenter;
import engine.events.EventIds;
import engine.events.EventRequest;
import engine.events.LamportClock;
import engine.events.Trigger;
import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import engine.state.Key;
import engine.state.Op;
import engine.state.StateWriter;
import engine.state.Value;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.util.ByteString;

/**
 * What the triggers of this node do to the datacenter. Keys take the way of any request to the agent's HTTP API, whether the
 * agent is a server or not; events are written as the node's own.
 *
 * @param limits of the events that are fired
 * @param events a {@link #writing} actor
 */
record TriggerEffects(
        String node,
        Settings.Events limits,
        ActorRef<Fired> events,
        EventIds ids,
        LamportClock lamport,
        InstantSource clock,
        OwnApi api)
        implements Datacenter {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    /** Characters of an error that are shown. */
    private static final int SENTENCE = 300;

    /** An event to be written. */
    record Fired(Value.Event event, ActorRef<StatusReply<Boolean>> replyTo) {}

    /** The actor that writes events. */
    static Behavior<Fired> writing(StateWriter state) {
        return Behaviors.receiveMessage(fired -> {
            state.write(List.of(new Op.Put(new Key.Event(fired.event().id()), fired.event())), fired.replyTo());
            return Behaviors.same();
        });
    }

    @Override
    public CompletionStage<String> claim(Claim claim) {
        return new OnceClaims(node, limits.maxAge(), this::answer).claim(claim);
    }

    @Override
    public CompletionStage<Done> put(String key, ByteString value) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("the key is empty");
        }
        var path = Arrays.stream(key.split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/", "/v1/kv/", ""));
        var request = HttpRequest.put(path).with(Entity.of(Entity.BYTES, value));
        return answer(request).thenApply(TriggerEffects::done);
    }

    private CompletionStage<OnceClaims.Answer> answer(HttpRequest request) {
        return api.answer(request).thenApply(answer -> new OnceClaims.Answer(answer.status(), answer.body()));
    }

    private static Done done(OnceClaims.Answer answer) {
        if (answer.status() != 200) {
            var sentence = answer.body().strip();
            throw new IllegalStateException(sentence.substring(0, Math.min(SENTENCE, sentence.length())));
        }
        return Done.getInstance();
    }

    @Override
    public CompletionStage<String> fire(String name, ByteString payload, int depth) {
        if (name.startsWith(Trigger.RESERVED)) {
            throw new IllegalArgumentException("names that begin with " + Trigger.RESERVED + " are reserved");
        }
        var request = EventRequest.of(name, payload, "", "", "", Map.of(), limits.ttl(), limits.maxPayload());
        var event = request.fired(ids.next(), lamport.next(), clock.instant(), node);
        return AskPattern.askWithStatus(
                        events,
                        (ActorRef<StatusReply<Boolean>> replyTo) ->
                                new Fired(EventValues.value(event).atDepth(depth), replyTo),
                        ANSWER_LIMIT,
                        api.system().scheduler())
                .thenApply(_ -> event.id());
    }
}
