package engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import engine.process.Processes.Ended;
import engine.process.Processes.Leftovers;
import engine.process.Processes.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ConditionsTest {
    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private final Processes processes = new Processes();

    @AfterEach
    void endAll() {
        processes.close();
    }

    private Ended run(String user, String directory, int niceness, String... command) throws Exception {
        return run(Map.of(), user, directory, niceness, command);
    }

    private Ended run(Map<String, String> environment, String user, String directory, int niceness, String... command)
            throws Exception {
        return processes
                .run(
                        new Program(List.of(command), environment, user, directory, niceness),
                        ByteString.emptyByteString(),
                        Duration.ofSeconds(30),
                        4096,
                        Leftovers.KILL)
                .toCompletableFuture()
                .get();
    }

    @Test
    void aProgramRunsInItsDirectory(@TempDir Path directory) throws Exception {
        assertThat(run("", directory.toString(), 0, "pwd").output()).isEqualTo(directory.toRealPath() + "\n");
    }

    @Test
    void aProgramThatIsNamedFromItsDirectoryIsFoundThere(@TempDir Path directory) throws Exception {
        var program = Files.writeString(directory.resolve("hello"), "#!/bin/sh\necho hello\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(run("", directory.toString(), 0, "./hello").output()).isEqualTo("hello\n");
        assertThatThrownBy(() -> run("", "", 0, "./hello"))
                .hasMessageContaining("there is no program './hello' that can be run");
    }

    @Test
    void aDirectoryThatIsNotThereOrIsNoneFailsTheRun(@TempDir Path directory) throws Exception {
        var missing = directory.resolve("missing").toString();
        assertThatThrownBy(() -> run("", missing, 0, "pwd"))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("there is no directory '" + missing + "'");
        var file = Files.writeString(directory.resolve("file"), "").toString();
        assertThatThrownBy(() -> run("", file, 0, "pwd")).hasMessageContaining("there is no directory");
    }

    @Test
    void aNiceProgramIsNicer() throws Exception {
        var own = Integer.parseInt(run("", "", 0, "nice").output().strip());
        assertThat(run("", "", 5, "nice").output().strip()).isEqualTo(Integer.toString(Math.min(19, own + 5)));
    }

    @Test
    void theProgramIsMissedAndNotWhatRunsIt() {
        assertThatThrownBy(() -> run("", "", 5, "no-such-program"))
                .hasMessageContaining("there is no program 'no-such-program' that can be run");
    }

    @Test
    void anotherUserHasItsOwnRightsGroupAndHome() throws Exception {
        assumeTrue(ROOT);
        var ended = run("nobody", "", 0, "/bin/sh", "-c", "id -un; id -g; id -G; echo $USER $LOGNAME; cat /etc/shadow");
        var lines = ended.output().lines().toList();
        assertThat(lines.getFirst()).isEqualTo("nobody");
        assertThat(lines.get(1)).isEqualTo(lines.get(2)).isNotEqualTo("0");
        assertThat(lines.get(3)).isEqualTo("nobody nobody");
        assertThat(ended.output()).contains("Permission denied");
        assertThat(ended.exitCode()).isNotZero();
    }

    @Test
    void whatATriggerSetsOfTheEnvironmentStays() throws Exception {
        assumeTrue(ROOT);
        assertThat(run(Map.of("HOME", "/opt"), "nobody", "", 0, "/bin/sh", "-c", "echo $HOME")
                        .output())
                .isEqualTo("/opt\n");
    }

    @Test
    void aUserThatIsNotThereFailsTheRun() {
        assumeTrue(ROOT);
        for (var user : List.of("no-such-user", "-x", "a b", "$(id)")) {
            assertThatThrownBy(() -> run(user, "", 0, "/bin/true"))
                    .hasCauseInstanceOf(IOException.class)
                    .hasMessageContaining("there is no user '" + user + "'");
        }
    }

    @Test
    void theAgentsOwnUserNeedsNothing() throws Exception {
        assertThat(run(System.getProperty("user.name"), "", 0, "/bin/true").exitCode())
                .isZero();
    }

    @Test
    void whatOnlyRootMayDoFailsTheRunOfAnyOther() {
        assumeFalse(ROOT);
        assertThatThrownBy(() -> run("nobody", "", 0, "/bin/true"))
                .hasMessageContaining("needs an agent that runs as root");
        assertThatThrownBy(() -> run("", "", -1, "/bin/true")).hasMessageContaining("needs an agent that runs as root");
    }
}
