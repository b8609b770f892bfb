package engine.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints the keys below a prefix in the form that {@code kv import} reads. */
final class KvExportCommand implements Command {

    /** Keys that are the cluster's own: no import could write them. */
    private static final String OWN = ".engine/";

    @Override
    public Syntax syntax() {
        return Syntax.of("kv export", "Prints keys and values as JSON, which kv import reads.")
                .operands("[PREFIX]", 1)
                .with(KvKeys.READING)
                .with(Syntax.CONNECTION)
                .example("kv export app/", "kv export > keys.json");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        KvKeys.checkNamespace(arguments);
        var target =
                Target.of("/v1/kv/").path(KvKeys.of(arguments)).where(arguments).with("recurse");
        var reply = Api.of(arguments, shell).find(target);
        var exported = new ArrayList<Map<String, @Nullable Object>>();
        if (reply.ok()) {
            for (var entry : Fields.list(Json.parse(reply.text()))) {
                if (!entry.text("Key").startsWith(OWN)) {
                    exported.add(exported(entry));
                }
            }
        }
        shell.line(JsonText.indented(exported, "\t"));
        return 0;
    }

    /** In the form of Consul, with its names. */
    private static Map<String, @Nullable Object> exported(Fields entry) {
        var one = new LinkedHashMap<String, @Nullable Object>();
        one.put("key", entry.text("Key"));
        one.put("flags", entry.map().get("Flags"));
        one.put("value", entry.text("Value"));
        return one;
    }
}
