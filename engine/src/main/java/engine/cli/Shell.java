package engine.cli;

import engine.process.Signals;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What surrounds a call: streams, environment, signals, and whether colour is welcome. Text is UTF-8 whatever the locale.
 *
 * @param out flushed by {@link Main} at the end, and by whoever prints while waiting
 * @param terminal whether what was printed can be drawn over
 */
record Shell(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        boolean colour,
        SignalSource signals,
        boolean terminal) {

    /** Where signals come from. */
    interface SignalSource {
        /** From now on a signal, named without SIG, runs this instead of what it does by itself. */
        void handle(String name, Runnable action);
    }

    /** Without signals. */
    Shell(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, boolean colour) {
        this(in, out, err, environment, colour, (_, _) -> {});
    }

    /** Not on a terminal. */
    Shell(
            InputStream in,
            PrintStream out,
            PrintStream err,
            Map<String, String> environment,
            boolean colour,
            SignalSource signals) {
        this(in, out, err, environment, colour, signals, false);
    }

    /** The process's own. The launcher says whether standard output is a terminal: asking the JVM costs milliseconds. */
    static Shell ofProcess() {
        var environment = System.getenv();
        var terminal = Boolean.getBoolean("engine.terminal")
                && !environment.getOrDefault("TERM", "").equals("dumb");
        var colour = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Shell(
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                environment,
                colour,
                Signals::handle,
                terminal);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 8192), false, StandardCharsets.UTF_8);
    }

    /** Tells something on standard error at once, as a sentence. */
    void tell(String sentence) {
        out.flush();
        err.print("engine: " + sentence + "\n");
        err.flush();
    }

    /** Prints text and a line end, which is the same on every system. */
    void line(String text) {
        out.print(text);
        out.print('\n');
    }

    /** A variable of the environment; empty when it is not set. */
    String environment(String name) {
        return environment.getOrDefault(name, "");
    }

    String green(String text) {
        return colour ? "\u001b[32m" + text + "\u001b[0m" : text;
    }

    String yellow(String text) {
        return colour ? "\u001b[33m" + text + "\u001b[0m" : text;
    }

    String red(String text) {
        return colour ? "\u001b[31m" + text + "\u001b[0m" : text;
    }

    String bold(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }
}
