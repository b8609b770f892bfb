package engine.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Tells what a snapshot file holds, without an agent. */
final class SnapshotInspectCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("snapshot inspect", "Verifies a snapshot file and tells what it holds; asks no agent.")
                .operands("FILE", 1)
                .with(Syntax.FORMAT)
                .example("snapshot inspect backup.snap");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        return inspect(Wiring.snapshots(), arguments, shell);
    }

    static int inspect(SnapshotReader snapshots, Arguments arguments, Shell shell) throws IOException {
        var format = Format.of(arguments);
        var found = SnapshotFiles.read(snapshots, SnapshotFiles.existing(arguments, "inspect"));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(json(found)));
            return 0;
        }
        shell.out()
                .print(new Table()
                        .row("ID", found.id())
                        .row("Size", Long.toString(found.size()))
                        .row("Index", Long.toString(found.index()))
                        .row("Created", found.created().toString())
                        .row("Node", found.node())
                        .row("Datacenter", found.datacenter())
                        .row("Version", found.version())
                        .text());
        var counts = new Table("Kind", "Count");
        new TreeMap<>(found.counts()).forEach((kind, count) -> counts.row(kind, Long.toString(count)));
        shell.out().print("\n" + counts.text());
        return 0;
    }

    private static Map<String, Object> json(SnapshotSummary found) {
        var json = new LinkedHashMap<String, Object>();
        json.put("ID", found.id());
        json.put("Size", found.size());
        json.put("Index", found.index());
        json.put("Created", found.created().toString());
        json.put("Node", found.node());
        json.put("Datacenter", found.datacenter());
        json.put("Version", found.version());
        json.put("Counts", new TreeMap<>(found.counts()));
        return json;
    }
}
