package engine.cli;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes keys from what {@code kv export} printed. */
final class KvImportCommand implements Command {
    /** Characters of a request's keys and values: what the agent sets at once. */
    private static final int MOST = 1 << 20;

    /** A key of an import; its value is base64. */
    private record Entry(String key, Object flags, String value) {
        Map<String, @Nullable Object> json() {
            var json = new LinkedHashMap<String, @Nullable Object>();
            json.put("key", key);
            json.put("flags", flags);
            json.put("value", value);
            return json;
        }
    }

    @Override
    public Syntax syntax() {
        return Syntax.of("kv import", "Writes keys and values from JSON that kv export printed.")
                .operands("JSON|-|@FILE", 1)
                .with(Option.of("prefix", "PREFIX", "Put this before each key."))
                .with(KvKeys.WRITING)
                .with(Syntax.CONNECTION)
                .example("kv import @keys.json", "kv import --prefix copy/ @keys.json");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        KvKeys.checkNamespace(arguments);
        var operand = arguments.operands().isEmpty() ? "" : arguments.operands().getFirst();
        if (operand.isEmpty()) {
            throw Failure.usage("name a file: `engine kv import @FILE`, or - for standard input.");
        }
        var text = new String(Payload.read(operand, shell), StandardCharsets.UTF_8);
        var entries = entries(text, arguments.value("prefix", ""));
        var api = Api.of(arguments, shell);
        int done = 0;
        try {
            for (var part : parts(entries)) {
                // An agent of Consul has no such request.
                if (done == 0 && !putAll(api, part, arguments)) {
                    for (var entry : entries) {
                        put(api, entry, arguments);
                        shell.line("Imported: " + Table.safe(entry.key()));
                        done++;
                    }
                    return 0;
                }
                if (done > 0 && !putAll(api, part, arguments)) {
                    throw new Failure("the agent takes no imports any more.");
                }
                part.forEach(entry -> shell.line("Imported: " + Table.safe(entry.key())));
                done += part.size();
            }
            return 0;
        } catch (Failure failure) {
            if (done == 0) {
                throw failure;
            }
            throw new Failure(done + " of " + entries.size() + " keys were imported, then: " + failure.sentence());
        }
    }

    private static List<Entry> entries(String text, String prefix) {
        Object json;
        try {
            json = Json.parse(text);
        } catch (Failure _) {
            throw new Failure("what shall be imported is not JSON, as kv export prints it.");
        }
        if (!(json instanceof List<?>)) {
            throw new Failure("what shall be imported is not a list of keys, as kv export prints it.");
        }
        var entries = new ArrayList<Entry>();
        for (var entry : Fields.list(json)) {
            entries.add(entry(entry, prefix));
        }
        return entries;
    }

    private static Entry entry(Fields entry, String prefix) {
        var key = prefix + entry.text("key");
        var quoted = "the key '" + Table.safe(key) + "'";
        if (key.isEmpty() || key.startsWith("/")) {
            throw new Failure(quoted + " cannot be imported: a key is not empty, and does not begin with '/'.");
        }
        var namespace = entry.text("namespace");
        if (!namespace.isEmpty() && !namespace.equals("default")) {
            throw new Failure(quoted + " is of the namespace " + Table.safe(namespace) + ": there is one, default.");
        }
        var flags = entry.text("flags").isEmpty() ? "0" : entry.text("flags");
        var value = entry.text("value");
        try {
            Long.parseUnsignedLong(flags);
            Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException _) {
            throw new Failure(quoted + " cannot be imported: its flags are no number, or its value is not base64.");
        }
        return new Entry(key, new BigInteger(flags), value);
    }

    private static List<List<Entry>> parts(List<Entry> entries) {
        var parts = new ArrayList<List<Entry>>();
        int from = 0;
        long size = 0;
        for (int i = 0; i < entries.size(); i++) {
            long more = entries.get(i).key().length() + entries.get(i).value().length() + 64L;
            if (i > from && size + more > MOST) {
                parts.add(entries.subList(from, i));
                from = i;
                size = 0;
            }
            size += more;
        }
        if (from < entries.size()) {
            parts.add(entries.subList(from, entries.size()));
        }
        return parts;
    }

    /** False when the agent knows no imports. */
    private static boolean putAll(Api api, List<Entry> part, Arguments arguments) {
        var body = JsonText.compact(part.stream().map(Entry::json).toList()).getBytes(StandardCharsets.UTF_8);
        var target = Target.of("/v1/kv-import").with("dc", arguments.value("datacenter"));
        var reply = api.send("PUT", target, body, Api.TIMEOUT);
        if (reply.status() == 404 || reply.status() == 405 || reply.status() == 501) {
            return false;
        }
        api.expectOk(reply);
        return true;
    }

    private static void put(Api api, Entry entry, Arguments arguments) {
        var target = KvKeys.writing(entry.key(), arguments)
                .with("flags", entry.flags().toString());
        api.put(target, Base64.getDecoder().decode(entry.value()));
    }
}
