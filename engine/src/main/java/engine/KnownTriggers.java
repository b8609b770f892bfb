package engine;

import engine.durable.KeptTexts;
import engine.http.KeptTriggers.Kept;
import engine.text.Reason;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node knew last of the triggers kept in the cluster, and said of them; over restarts. Not thread-safe. */
final class KnownTriggers {
    private static final Logger LOG = LoggerFactory.getLogger(KnownTriggers.class);
    private static final String TRIGGER = "trigger/";
    private static final String REPORT = "report";

    private final KeptTexts texts;
    private List<Kept> all;

    KnownTriggers(KeptTexts texts) {
        this.texts = texts;
        this.all = read(texts);
    }

    private static List<Kept> read(KeptTexts texts) {
        var all = new ArrayList<Kept>();
        texts.all().forEach((key, text) -> {
            if (key.startsWith(TRIGGER)) {
                try {
                    all.add(TriggerText.kept(text));
                } catch (IllegalArgumentException e) {
                    LOG.warn("a trigger of the cluster cannot be read from the disk: {}", Reason.of(e));
                }
            }
        });
        return List.copyOf(all);
    }

    List<Kept> all() {
        return all;
    }

    /** Whether these are others than before. */
    boolean replace(List<Kept> triggers) {
        if (triggers.equals(all)) {
            return false;
        }
        all.stream().filter(kept -> !triggers.contains(kept)).forEach(kept -> texts.remove(TRIGGER + kept.name()));
        triggers.forEach(kept -> texts.put(TRIGGER + kept.name(), TriggerText.of(kept)));
        all = List.copyOf(triggers);
        var _ = texts.keep();
        return true;
    }

    /** What was said last of how this node takes them; empty for nothing. */
    String reported() {
        return texts.all().getOrDefault(REPORT, "");
    }

    void reported(String report) {
        if (!report.equals(reported())) {
            texts.put(REPORT, report);
            var _ = texts.keep();
        }
    }
}
