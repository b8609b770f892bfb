package engine.events;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/** The environment variables of a run. Pure. */
final class RunEnvironment {
    /**
     * Bytes of payload given in the environment, which a process shares with its arguments and which has a limit that
     * depends on the system. The whole payload is always on stdin.
     */
    static final int MAX_PAYLOAD = 32 * 1024;

    private RunEnvironment() {}

    static Map<String, String> of(Event event, String node, String trigger) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("ENGINE_EVENT_ID", event.id());
        environment.put("ENGINE_EVENT_NAME", event.name());
        text(event.payload()).ifPresent(payload -> environment.put("ENGINE_EVENT_PAYLOAD", payload));
        environment.put("ENGINE_EVENT_LTIME", Long.toString(event.lamportTime()));
        environment.put("ENGINE_EVENT_FIRED_BY", event.firedBy());
        environment.put("ENGINE_NODE", node);
        environment.put("ENGINE_TRIGGER", trigger);
        event.cause().ifPresent(cause -> {
            environment.put("ENGINE_EVENT_CAUSE", cause.text());
            environment.putAll(cause.variables());
        });
        return environment;
    }

    /** The payload as a variable can hold it: valid UTF-8, no NUL, not too long. */
    private static Optional<String> text(ByteString payload) {
        if (payload.size() > MAX_PAYLOAD) {
            return Optional.empty();
        }
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(payload.asByteBuffer())
                    .toString();
            return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
