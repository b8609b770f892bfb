package engine;

import engine.config.ConfigException;
import engine.config.KeptDefinition;
import engine.events.Trigger;
import engine.http.KeptTriggers.Kept;
import engine.http.KeptTriggers.Report;
import engine.text.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The triggers that a node runs: its own, and those kept in the cluster that it permits. Pure.
 *
 * @param triggers its own first
 * @param report what it says of that to the others
 */
record TriggerSet(List<Trigger> triggers, Report report) {

    /**
     * @param own those of its configuration: they go before others of their names
     * @param timeout of triggers that say nothing of it
     */
    static TriggerSet of(List<Trigger> own, AllowList allowed, Duration timeout, List<Kept> kept) {
        var triggers = new ArrayList<>(own);
        var names = own.stream().map(Trigger::name).collect(Collectors.toSet());
        Map<String, String> fails = new TreeMap<>();
        for (var each : kept) {
            if (allowed.permits(each.name()) && !names.contains(each.name())) {
                try {
                    var trigger = KeptDefinition.read(each.definition(), timeout);
                    if (!trigger.name().equals(each.name())) {
                        throw new ConfigException("it defines trigger '" + trigger.name() + "'");
                    }
                    triggers.add(trigger.since(each.since()));
                } catch (ConfigException e) {
                    fails.put(each.name(), Reason.of(e));
                }
            }
        }
        var defines = names.stream().filter(allowed::permits).sorted().toList();
        return new TriggerSet(List.copyOf(triggers), new Report(allowed.patterns(), defines, fails));
    }
}
