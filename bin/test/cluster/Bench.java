package cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/** Measures rows, inside the namespaces that {@code cluster-bench} makes. */
final class Bench {
    private final Options options;
    private Path home;

    private Bench(Options options) {
        this.options = options;
        home = options.dir();
    }

    /** Ends with 1 when a row could not be measured. */
    public static void main(String[] args) throws IOException {
        var options = Options.of(args);
        var names = new HashSet<>(options.words());
        if (options.flag("--list") || names.isEmpty()) {
            Rows.ALL.forEach(row -> System.out.printf("%-16s %s%n", row.name(), row.question()));
            return;
        }
        var chosen = Rows.ALL.stream().filter(row -> names.contains("all") || names.remove(row.name())).toList();
        names.remove("all");
        if (!names.isEmpty()) {
            System.out.println("There is no row " + String.join(", ", names) + "; --list names all.");
            System.exit(2);
        }
        var bench = new Bench(options);
        System.exit(chosen.stream().filter(row -> !bench.measured(row)).count() == 0 ? 0 : 1);
    }

    private boolean measured(Row row) {
        try {
            home = Files.createDirectories(options.dir().resolve(row.name()));
            row.body().measure(this).forEach(System.out::println);
            return true;
        } catch (Failure | IOException e) {
            System.out.println(row.name() + ": FAILED: " + e.getMessage() + " (logs in " + home + ")");
            return false;
        }
    }

    /** A fresh cluster that has formed, and that nobody watches. */
    Cluster cluster(int servers, int clients) {
        return cluster(servers, clients, _ -> {});
    }

    /**
     * The same.
     *
     * @param configure what else each node is told before its first start
     */
    Cluster cluster(int servers, int clients, Consumer<Node> configure) {
        var cluster = new Cluster(home, new Program(options.program(), List.of(), ""), Bounds.of(options.number("--patience").orElse(3.0)), servers, clients);
        cluster.nodes().forEach(configure);
        try {
            cluster.formUnwatched();
        } catch (Failure e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    Path home() {
        return home;
    }

    Options options() {
        return options;
    }

    /** Client agents beside three servers. */
    int clients() {
        return number("--clients", 5);
    }

    int number(String option, int otherwise) {
        return options.number(option).map(Double::intValue).orElse(otherwise);
    }
}
