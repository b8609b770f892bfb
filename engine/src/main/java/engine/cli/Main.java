package engine.cli;

import java.io.IOException;
import java.util.List;

/** The program {@code engine}. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit status: 0 done, 1 failed, 2 not understood. */
    public static void main(String[] args) {
        var status = run(List.of(args), Shell.ofProcess());
        if (args.length > 0 && args[0].equals("agent")) {
            System.exit(status);
        }
        // Whoever exits looks for a logger in all jars first, which takes a fifth of the time that a short command has.
        Runtime.getRuntime().halt(status);
    }

    static int run(List<String> args, Shell shell) {
        try {
            return Commands.run(args, shell);
        } catch (Failure failure) {
            return tell(shell, failure.sentence(), failure.code());
        } catch (IOException e) {
            return tell(shell, "a file or stream cannot be read or written: " + e.getMessage(), Failure.FAILED);
        } finally {
            shell.out().flush();
            shell.err().flush();
        }
    }

    private static int tell(Shell shell, String sentence, int code) {
        shell.out().flush();
        shell.err().print("engine: " + sentence + "\n");
        return code;
    }
}
