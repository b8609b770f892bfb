package engine.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The port to the triggers that are kept in the cluster. Writes fail with {@link Refusal}. */
public interface KeptTriggers {

    /** What is waited for when the triggers are: it changes with each of them. */
    Topic topic();

    /** All triggers, in order of their names. */
    Indexed<List<Kept>> all();

    /** How the agents that are there take the triggers. */
    Nodes nodes();

    /**
     * Keeps each of the triggers that a text defines, all or none, in place of those of the same names.
     *
     * @param text as in a configuration file
     * @return in the order of the text
     */
    CompletionStage<List<Kept>> apply(String text, Context context);

    /** Keeps a trigger no longer; false when there is none of that name. */
    CompletionStage<Boolean> delete(String name, Context context);

    /** An agent says how it takes the triggers. */
    CompletionStage<Done> report(String node, Report report, Context context);

    /**
     * A trigger as it is kept.
     *
     * @param version 1 at first, one more with each change
     * @param since events fired before do not run it
     * @param appliedBy the agent that took the change in
     * @param appliedFrom address of the program that asked it
     * @param definition as in a configuration file
     */
    record Kept(
            String name,
            long version,
            Instant since,
            Instant appliedAt,
            String appliedBy,
            String appliedFrom,
            String definition) {}

    /**
     * How an agent takes the triggers.
     *
     * @param permits patterns of names, with {@code *} for anything
     * @param defines names that its own configuration gives to triggers of its own
     * @param fails by name, why a trigger that is permitted cannot be run there
     */
    record Report(List<String> permits, List<String> defines, Map<String, String> fails) {
        public Report {
            permits = List.copyOf(permits);
            defines = List.copyOf(defines);
            fails = Map.copyOf(fails);
        }
    }

    /** Says for each trigger how the agents take it. */
    @FunctionalInterface
    interface Nodes {
        Taken taken(String trigger);
    }

    /**
     * How the agents that are there take a trigger, by their names, in order.
     *
     * @param run those that run it
     * @param refuse those whose configuration does not permit it
     * @param define those whose own configuration has another of that name
     * @param fail those that cannot run it, and why
     */
    record Taken(List<String> run, List<String> refuse, List<String> define, Map<String, String> fail) {}

    /** The trigger of a name, out of all. */
    static Indexed<Optional<Kept>> named(Indexed<List<Kept>> all, String name) {
        return new Indexed<>(
                all.index(),
                all.value().stream().filter(kept -> kept.name().equals(name)).findFirst());
    }
}
