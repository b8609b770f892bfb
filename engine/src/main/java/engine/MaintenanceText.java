package engine;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import engine.http.Maintenances.Kept;
import engine.http.Maintenances.Target;
import engine.http.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Maintenance that is kept in the datacenter, as JSON: with the names of the HTTP API. */
final class MaintenanceText {

    private MaintenanceText() {}

    static String of(Kept kept) {
        var map = new LinkedHashMap<String, Object>();
        map.put("Node", kept.target().node());
        map.put("Service", kept.target().service());
        map.put("ServiceID", kept.target().serviceId());
        map.put("Reason", kept.reason());
        map.put("Since", kept.since().toString());
        map.put("Until", kept.until().map(Instant::toString).orElse(""));
        map.put("By", kept.by());
        map.put("From", kept.from());
        return ConfigValueFactory.fromMap(Map.copyOf(map)).render(ConfigRenderOptions.concise());
    }

    /** @throws IllegalArgumentException for a text that {@link #of} does not give */
    static Kept kept(String json) {
        try {
            var in = ConfigFactory.parseString(
                    json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
            var until = in.getString("Until");
            return new Kept(
                    new Target(in.getString("Node"), in.getString("Service"), in.getString("ServiceID")),
                    in.getString("Reason"),
                    Instant.parse(in.getString("Since")),
                    until.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(until)),
                    in.getString("By"),
                    in.getString("From"));
        } catch (ConfigException | DateTimeException | Refusal e) {
            throw new IllegalArgumentException("no maintenance: " + e.getMessage(), e);
        }
    }
}
