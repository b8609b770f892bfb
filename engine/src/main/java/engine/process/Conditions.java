package engine.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Under what a program runs, other than what it gets from the agent. What cannot be is told before it starts: the programs
 * that bring it about would report it like an end of the program itself.
 *
 * @param user whose rights it has; empty for the agent's
 * @param directory where it runs; empty for the agent's
 * @param niceness added to the agent's own
 */
record Conditions(String user, String directory, int niceness) {
    private static final String SELF = System.getProperty("user.name");
    private static final List<Path> SETPRIV = List.of(Path.of("/usr/bin/setpriv"), Path.of("/bin/setpriv"));
    private static final List<Path> NICE = List.of(Path.of("/usr/bin/nice"), Path.of("/bin/nice"));
    private static final List<Path> GETENT = List.of(Path.of("/usr/bin/getent"), Path.of("/bin/getent"));
    private static final int LOOKUP_SECONDS = 5;

    /** An account, as the system knows it. */
    private record Account(String name, String group, String home) {}

    /**
     * Prepares the start of a program.
     *
     * @param own what the caller sets of the environment; it stays
     * @throws IOException with a sentence when it cannot run so, or is not there
     */
    void apply(List<String> command, Map<String, String> own, ProcessBuilder builder)
            throws IOException, InterruptedException {
        if (!directory.isEmpty()) {
            if (!Files.isDirectory(Path.of(directory))) {
                throw new IOException("there is no directory '%s'".formatted(directory));
            }
            builder.directory(Path.of(directory).toFile());
        }
        var whole = new ArrayList<String>();
        if (niceness != 0) {
            if (niceness < 0 && !isRoot()) {
                throw new IOException("nice = %d needs an agent that runs as root".formatted(niceness));
            }
            whole.addAll(List.of(tool(NICE, "nice"), "-n", Integer.toString(niceness)));
        }
        if (isOther()) {
            var account = account();
            var environment = builder.environment();
            environment.putAll(Map.of("USER", account.name(), "LOGNAME", account.name(), "HOME", account.home()));
            environment.putAll(own);
            whole.addAll(List.of(
                    tool(SETPRIV, "setpriv"),
                    "--reuid=" + account.name(),
                    "--regid=" + account.group(),
                    "--init-groups",
                    "--"));
        }
        ProcessGroup.require(command.getFirst(), builder.environment().getOrDefault("PATH", ""), directory);
        whole.addAll(command);
        builder.command(whole);
    }

    private boolean isOther() {
        return !user.isEmpty() && !user.equals(SELF);
    }

    private static boolean isRoot() {
        return SELF.equals("root");
    }

    private static String tool(List<Path> places, String name) throws IOException {
        return places.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new IOException("this system has no program '%s', which is needed for that".formatted(name)))
                .toString();
    }

    private Account account() throws IOException, InterruptedException {
        if (!isRoot()) {
            throw new IOException(
                    "user = %s needs an agent that runs as root; this one runs as %s".formatted(user, SELF));
        }
        // Not all users are in /etc/passwd.
        var lookup = new ProcessBuilder(tool(GETENT, "getent"), "passwd", "--", user)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        lookup.getOutputStream().close();
        if (!lookup.waitFor(LOOKUP_SECONDS, TimeUnit.SECONDS)) {
            lookup.destroyForcibly();
            throw new IOException("user '%s' was not found in %d s".formatted(user, LOOKUP_SECONDS));
        }
        var fields = new String(lookup.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split(":", -1);
        if (fields.length < 6) {
            throw new IOException("there is no user '%s'".formatted(user));
        }
        return new Account(fields[0], fields[3], fields[5]);
    }
}
