package engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import engine.http.KeptTriggers.Kept;
import engine.http.KeptTriggers.Report;
import engine.text.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Triggers that are kept in the cluster, and what agents report on them, as JSON: with the names of the HTTP API. */
final class TriggerText {

    private TriggerText() {}

    static String of(Kept kept) {
        return json(Map.of(
                "Name",
                kept.name(),
                "Version",
                kept.version(),
                "Since",
                kept.since().toString(),
                "AppliedAt",
                kept.appliedAt().toString(),
                "AppliedBy",
                kept.appliedBy(),
                "AppliedFrom",
                kept.appliedFrom(),
                "Definition",
                kept.definition()));
    }

    /** @throws IllegalArgumentException for a text that {@link #of(Kept)} does not give */
    static Kept kept(String json) {
        return reading(() -> kept(parsed(json)));
    }

    /** @throws IllegalArgumentException for a text that is no list of what {@link #of(Kept)} gives */
    static List<Kept> all(String json) {
        return reading(() -> parsed("{\"All\":" + json + "}").getConfigList("All").stream()
                .map(TriggerText::kept)
                .toList());
    }

    private static Kept kept(Config in) {
        return new Kept(
                in.getString("Name"),
                in.getLong("Version"),
                Instant.parse(in.getString("Since")),
                Instant.parse(in.getString("AppliedAt")),
                in.getString("AppliedBy"),
                in.getString("AppliedFrom"),
                in.getString("Definition"));
    }

    static String of(Report report) {
        return json(Map.of("Permits", report.permits(), "Defines", report.defines(), "Fails", report.fails()));
    }

    /** @throws IllegalArgumentException for a text that {@link #of(Report)} does not give */
    static Report report(String json) {
        return reading(() -> {
            var in = parsed(json);
            var fails = new TreeMap<String, String>();
            in.getObject("Fails")
                    .keySet()
                    .forEach(name -> fails.put(name, in.getConfig("Fails").getString(ConfigUtil.quoteString(name))));
            return new Report(in.getStringList("Permits"), in.getStringList("Defines"), fails);
        });
    }

    private static String json(Map<String, ?> values) {
        return ConfigValueFactory.fromMap(values).render(ConfigRenderOptions.concise());
    }

    private static Config parsed(String json) {
        return ConfigFactory.parseString(json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
    }

    private interface Reading<T> {
        T read();
    }

    private static <T> T reading(Reading<T> reading) {
        try {
            return reading.read();
        } catch (ConfigException | DateTimeException e) {
            throw new IllegalArgumentException("this is no trigger of the cluster: " + Reason.of(e), e);
        }
    }
}
