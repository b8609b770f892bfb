package engine.local;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import engine.checks.CheckDefinition;
import engine.checks.CheckOptions;
import engine.checks.Policy;
import engine.checks.Status;
import engine.config.ServiceDefinition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Services and checks as JSON texts, in the form in which an agent keeps those that were registered over HTTP. */
final class DefinitionText {

    private DefinitionText() {}

    /** A service without its checks, which are kept each for itself. */
    static String of(ServiceDefinition service) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", service.id());
        map.put("name", service.name());
        map.put("tags", service.tags());
        map.put("address", service.address());
        map.put(
                "tagged-addresses",
                service.taggedAddresses().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                tagged -> List.of(
                                        tagged.getValue().address(),
                                        Integer.toString(tagged.getValue().port())))));
        map.put("port", service.port());
        map.put("meta", service.meta());
        map.put("passing", service.weights().passing());
        map.put("warning", service.weights().warning());
        map.put("enable-tag-override", service.enableTagOverride());
        service.nodeChecks().ifPresent(ids -> map.put("node-checks", ids));
        return json(map);
    }

    /** @throws IllegalArgumentException for a text that {@link #of} does not give */
    static ServiceDefinition service(String text) {
        return read(
                text,
                in -> new ServiceDefinition(
                        in.getString("id"),
                        in.getString("name"),
                        in.getStringList("tags"),
                        in.getString("address"),
                        in.getObject("tagged-addresses").unwrapped().entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, tagged -> address(tagged.getValue()))),
                        in.getInt("port"),
                        texts(in.getObject("meta").unwrapped()),
                        new ServiceDefinition.Weights(in.getInt("passing"), in.getInt("warning")),
                        in.getBoolean("enable-tag-override"),
                        in.hasPath("node-checks") ? Optional.of(in.getStringList("node-checks")) : Optional.empty(),
                        List.of()));
    }

    static String of(CheckDefinition check) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", check.id());
        map.put("name", check.name());
        map.put("notes", check.notes());
        map.put("service-id", check.serviceId());
        map.put("type", check.spec().type());
        map.putAll(SpecText.of(check.spec()));
        map.put("interval", check.interval().toString());
        map.put("timeout", check.timeout().toString());
        map.put("status", check.initialStatus().text());
        map.put("success-before-passing", check.policy().successBeforePassing());
        map.put("failures-before-warning", check.policy().failuresBeforeWarning());
        map.put("failures-before-critical", check.policy().failuresBeforeCritical());
        map.put("output-max-size", check.outputMaxSize());
        check.deregisterCriticalServiceAfter().ifPresent(after -> map.put("deregister-after", after.toString()));
        if (!check.options().equals(CheckOptions.NONE)) {
            map.put("options", OptionsText.of(check.options()));
        }
        return json(map);
    }

    /** @throws IllegalArgumentException for a text that {@link #of} does not give */
    static CheckDefinition check(String text) {
        return read(
                text,
                in -> new CheckDefinition(
                        in.getString("id"),
                        in.getString("name"),
                        in.getString("notes"),
                        in.getString("service-id"),
                        SpecText.spec(in),
                        Duration.parse(in.getString("interval")),
                        Duration.parse(in.getString("timeout")),
                        Status.parse(in.getString("status")).orElse(Status.CRITICAL),
                        new Policy(
                                in.getInt("success-before-passing"),
                                in.getInt("failures-before-warning"),
                                in.getInt("failures-before-critical")),
                        in.getInt("output-max-size"),
                        in.hasPath("deregister-after")
                                ? Optional.of(Duration.parse(in.getString("deregister-after")))
                                : Optional.empty(),
                        in.hasPath("options") ? OptionsText.read(in.getConfig("options")) : CheckOptions.NONE));
    }

    private static ServiceDefinition.TaggedAddress address(Object pair) {
        var parts = list(pair);
        return new ServiceDefinition.TaggedAddress(parts.getFirst(), Integer.parseInt(parts.getLast()));
    }

    private static List<String> list(Object value) {
        return ((List<?>) value).stream().map(Object::toString).toList();
    }

    private static Map<String, String> texts(Map<String, Object> map) {
        return map.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, pair -> pair.getValue().toString()));
    }

    private static String json(Map<String, Object> map) {
        return ConfigValueFactory.fromMap(map).render(ConfigRenderOptions.concise());
    }

    private static <T> T read(String text, java.util.function.Function<Config, T> reading) {
        try {
            return reading.apply(ConfigFactory.parseString(text));
        } catch (ConfigException | ClassCastException e) {
            throw new IllegalArgumentException("a kept definition cannot be read: " + e.getMessage(), e);
        }
    }
}
