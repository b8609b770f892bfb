package engine.config;

import engine.events.Trigger;
import engine.events.Trigger.Source.UserEvent;
import engine.events.Trigger.Where;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Reads definitions of triggers. */
final class TriggerReader {

    private static final Set<String> LATER = Set.of("check", "kv", "service", "node", "schedule");

    private final Duration timeout;

    TriggerReader(Duration timeout) {
        this.timeout = timeout;
    }

    Trigger read(Fields fields) {
        fields.only(Set.of("name", "on", "where", "run", "timeout"), Set.of("retries", "queue"));
        var name = fields.text("name");
        if (name.isBlank()) {
            throw fields.wrong("a trigger needs a name: trigger.deploy { ... }");
        }
        var on = fields.block("on")
                .orElseThrow(() ->
                        fields.wrong("trigger '" + name + "' needs to know what it waits for: on { event = deploy }"));
        on.only(Set.of("event"), LATER);
        for (var source : LATER) {
            if (on.has(source)) {
                throw on.wrong(
                        source, "on { " + source + " } is not in this version; a trigger waits for on { event = ... }");
            }
        }
        var event = on.text("event");
        if (event.isEmpty()) {
            throw fields.wrong("on", "trigger '" + name + "' needs to know what it waits for: on { event = deploy }");
        }
        refuseOther(fields, "retries", "0", "a failed run is not repeated in this version: retries takes 0");
        refuseOther(fields, "queue", "serial", "runs wait for one another in this version: queue takes serial");
        return new Trigger(
                name,
                new UserEvent(event),
                fields.block("where").map(TriggerReader::where).orElse(Where.ANYWHERE),
                run(fields, name),
                fields.duration("timeout").filter(Duration::isPositive).orElse(timeout));
    }

    private static List<String> run(Fields fields, String name) {
        boolean line = fields.isText("run");
        var run = line ? List.of(fields.text("run")) : fields.texts("run");
        if (run.isEmpty() || run.getFirst().isBlank()) {
            throw fields.wrong(
                    "run",
                    "trigger '" + name
                            + "' needs a program to run: run = [\"/opt/app/deploy.sh\"], or a line for the shell");
        }
        return line ? List.of("/bin/sh", "-c", run.getFirst()) : run;
    }

    private static Where where(Fields fields) {
        fields.only("service", "tag", "node");
        var service = fields.text("service");
        var tag = fields.text("tag");
        var node = fields.text("node");
        if (!tag.isEmpty() && service.isEmpty()) {
            throw fields.wrong("tag", "where.tag needs where.service beside it");
        }
        return new Where(service, tag, node);
    }

    private static void refuseOther(Fields fields, String key, String only, String sentence) {
        if (fields.has(key) && !fields.text(key).equals(only)) {
            throw fields.wrong(key, sentence);
        }
    }
}
