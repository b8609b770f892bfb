package engine;

import engine.durable.KeptTexts;
import engine.sources.SourceWatch;
import java.util.Set;

/** How far triggers have seen what they wait for, kept as texts. */
record SourcePlaces(KeptTexts texts) implements SourceWatch.Places {
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
