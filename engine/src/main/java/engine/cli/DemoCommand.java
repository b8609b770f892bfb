package engine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Shows what the program does, on this machine, with real processes, and takes all of it away again. */
final class DemoCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("demo", "Shows checks, DNS and events at work on this machine, step by step.")
                .with(Option.flag("once", "End after the last step; exit 0 only if every step went as it should."))
                .example("demo", "demo --once");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        var home = Path.of(System.getProperty("engine.home", "."));
        var ports = DemoPorts.free(7);
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
        var demo = new Demo(shell, home.resolve("bin/engine").toString(), files, processes, ports);
        try {
            demo.steps();
            if (training) {
                Workload.run(ports.get(2), ports.get(3));
            }
            if (!arguments.has("once")) {
                demo.stay();
            }
            return 0;
        } catch (Failure failure) {
            var log = files.tail("agent.log", 15);
            throw log.isEmpty() ? failure : new Failure(failure.sentence() + " The agent's last words:\n" + log);
        } finally {
            cleanUp(processes, files, shell);
        }
    }

    private static void cleanUp(DemoProcesses processes, DemoFiles files, Shell shell) {
        processes.stopAll();
        try {
            files.delete();
        } catch (IOException _) {
            shell.err().print("engine: the directory " + files.directory() + " could not be removed.\n");
        }
    }

    /** The agent's command line. */
    static List<String> agent(String launcher, DemoFiles files, List<Integer> ports) {
        return List.of(
                launcher,
                "agent",
                "-dev",
                "-node=demo",
                "-bind=127.0.0.1",
                "-config-file=" + files.file("engine.conf"),
                "-http-port=" + ports.get(2),
                "-dns-port=" + ports.get(3),
                "-server-port=" + ports.get(4),
                "-serf-lan-port=" + ports.get(5),
                "-serf-wan-port=" + ports.get(6));
    }
}
