package engine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Shows what the program does, on this machine, with real processes, and takes all of it away again. */
final class DemoCommand implements Command {
    private static final int LAST_WORDS = 8;

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "demo",
                        "Shows a cluster at work on this machine, step by step: checks, DNS, events, keys, and a server that is killed.")
                .with(Option.flag("once", "End after the last step; exit 0 only if every step went as it should."))
                .example("demo", "demo --once");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        var home = Path.of(System.getProperty("engine.home", "."));
        var ports = DemoPorts.free(DemoCluster.PORTS);
        var files = DemoFiles.copy(
                home.resolve("docs/examples/demo"),
                Map.of(
                        "7001", ports.get(0).toString(),
                        "7002", ports.get(1).toString(),
                        "docs/examples/demo", "@DIRECTORY@"));
        // A training run (bin/engine build) ends by writing the agent's archive, which takes its time.
        boolean training = !shell.environment("ENGINE_ARCHIVE").isEmpty();
        var processes = new DemoProcesses(files.directory(), training ? 120 : 10);
        var cleanUp = new Thread(() -> cleanUp(processes, files, shell));
        Runtime.getRuntime().addShutdownHook(cleanUp);
        var launcher = home.resolve("bin/engine").toString();
        var cluster = new DemoCluster(launcher, files.directory(), processes, shell, ports, training);
        var demo = new Demo(new DemoScreen(shell), files, cluster);
        try {
            demo.steps();
            if (training) {
                Workload.run(cluster.server(1), cluster.client());
                // Its archive is written when it ends, and only an end in order writes one.
                processes.stop(cluster.server(1).name());
            }
            if (!arguments.has("once")) {
                demo.stay();
            }
            return 0;
        } catch (Failure failure) {
            throw new Failure(failure.sentence() + lastWords(cluster, files));
        } finally {
            cleanUp(processes, files, shell);
        }
    }

    private static String lastWords(DemoCluster cluster, DemoFiles files) throws IOException {
        var words = new StringBuilder();
        for (var agent : cluster.all()) {
            var log = files.tail(agent.name() + ".log", LAST_WORDS);
            if (!log.isEmpty()) {
                words.append("\nThe last words of ")
                        .append(agent.name())
                        .append(":\n")
                        .append(log);
            }
        }
        return words.toString();
    }

    private static void cleanUp(DemoProcesses processes, DemoFiles files, Shell shell) {
        processes.killAll();
        try {
            files.delete();
        } catch (IOException _) {
            shell.err().print("engine: the directory " + files.directory() + " could not be removed.\n");
        }
    }
}
