package engine.local;

import engine.checks.CheckDefinition;
import engine.durable.KeptTexts;
import engine.state.PersistentSortedMap;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The states of this agent's checks and their past, kept so that after a restart nothing turns red that was green. Not thread-safe. */
public final class CheckStates {
    private final KeptTexts texts;
    private final CheckPasts pasts;
    private final InstantSource clock;
    /** As they were before a restart. */
    private final Map<String, CheckState> former = new HashMap<>();

    /** @param texts where states are kept */
    public CheckStates(KeptTexts texts, CheckPasts pasts, InstantSource clock) {
        this.texts = texts;
        this.pasts = pasts;
        this.clock = clock;
        texts.all().forEach((id, text) -> CheckState.parse(text).ifPresent(state -> former.put(id, state)));
    }

    /** The state from which a new check goes on: the one before a restart, else that of its definition. */
    CheckState first(CheckDefinition definition) {
        var known = former.get(definition.id());
        return known != null ? known : new CheckState(definition.initialStatus(), "", clock.instant());
    }

    void put(LocalCheck check) {
        texts.put(check.value().id(), check.state().text());
    }

    /** Remembers that a check has come to another status, if it has. */
    void changed(String id, CheckState from, CheckState to) {
        if (from.status() != to.status()) {
            pasts.changed(id, to.since(), from.status(), to.status(), to.output());
        }
    }

    /** What each check has been through. */
    PersistentSortedMap<CheckPast> pasts() {
        return pasts.all();
    }

    void remove(String id) {
        former.remove(id);
        texts.remove(id);
        pasts.remove(id);
    }

    /** The restart is over: states of checks that nobody defined again are forgotten. */
    void restored(Set<String> defined) {
        former.keySet().stream().filter(id -> !defined.contains(id)).forEach(texts::remove);
        former.clear();
        pasts.only(defined);
    }

    /** Hands what changed to the disk. */
    void keep() {
        texts.keep();
        pasts.keep();
    }
}
