package engine.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the demo shows: what is done, the command that one would type, what is seen. */
final class DemoScreen {
    private final Shell shell;
    private int steps;

    DemoScreen(Shell shell) {
        this.shell = shell;
    }

    /** The next step. */
    void step(String text) {
        steps++;
        show("");
        show(shell.bold(steps + ". " + text));
    }

    void type(String commandLine) {
        show("  $ " + shell.green(commandLine));
    }

    void show(String text) {
        shell.line(text);
        shell.out().flush();
    }

    /** Runs a command of this program against an agent and shows both; a failure when the command fails. */
    String run(DemoAgent agent, String... args) {
        type("bin/engine " + String.join(" ", args) + " --http-addr " + agent.address());
        var copy = new ByteArrayOutputStream();
        var out = new PrintStream(new Both(shell.out(), copy), true, StandardCharsets.UTF_8);
        var line = new ArrayList<>(List.of(args));
        line.add("--http-addr=" + agent.address());
        int code = Main.run(line, new Shell(shell.in(), out, shell.err(), shell.environment(), shell.colour()));
        if (code != 0) {
            throw new Failure("`engine " + String.join(" ", args) + "` failed.");
        }
        return copy.toString(StandardCharsets.UTF_8);
    }

    /** Shows the SRV records that an agent answers with. */
    void records(DemoAgent agent, List<String> records) {
        type("dig @127.0.0.1 -p " + agent.dns() + " " + DemoCluster.SERVICE + " SRV +short");
        records.forEach(record -> show("  " + record));
    }

    /** Writes everything twice. */
    private static final class Both extends OutputStream {
        private final OutputStream one;
        private final OutputStream other;

        Both(OutputStream one, OutputStream other) {
            this.one = one;
            this.other = other;
        }

        @Override
        public void write(int b) throws IOException {
            one.write(b);
            other.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            one.write(bytes, from, length);
            other.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            one.flush();
        }
    }
}
