package engine.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
import org.apache.pekko.util.ByteString;

final class AllowedCommandsPropertiesTest {

    private static RemoteCommand program(String... words) {
        return new RemoteCommand(List.of(words), false, Optional.empty());
    }

    private static RemoteCommand line(String line) {
        return new RemoteCommand(List.of(line), true, Optional.empty());
    }

    private static boolean allows(String entry, RemoteCommand command) {
        return new AllowedCommands(List.of("/bin/other *", entry))
                .refusal(command)
                .isEmpty();
    }

    @Example
    void anEntryIsACommandWithItsArguments() {
        assertThat(allows("uptime", program("uptime"))).isTrue();
        assertThat(allows("uptime", program("uptime", "-p"))).isFalse();
        assertThat(allows("systemctl restart nginx", program("systemctl", "restart", "nginx")))
                .isTrue();
        assertThat(allows("systemctl restart nginx", program("systemctl", "restart")))
                .isFalse();
        assertThat(allows("systemctl restart nginx", program("systemctl", "restart nginx")))
                .isFalse();
        assertThat(allows("uptime", program("/tmp/uptime"))).isFalse();
    }

    @Example
    void aStarAtTheEndAllowsMoreArguments() {
        assertThat(allows("systemctl restart *", program("systemctl", "restart")))
                .isTrue();
        assertThat(allows("systemctl restart *", program("systemctl", "restart", "a b", "c")))
                .isTrue();
        assertThat(allows("systemctl restart *", program("systemctl", "stop", "a")))
                .isFalse();
        assertThat(allows("systemctl re*", program("systemctl", "restart"))).isFalse();
    }

    @Example
    void nothingCanBeAppendedToALineForTheShell() {
        assertThat(allows("df -h | wc", line("df -h | wc"))).isTrue();
        assertThat(allows("df -h | wc", line("df -h | wc; reboot"))).isFalse();
        assertThat(allows("df *", line("df -h; reboot"))).isFalse();
        assertThat(allows("uptime", line("uptime"))).isTrue();
    }

    @Example
    void aStarAloneAllowsEverythingAndNoEntryNothing() {
        assertThat(allows("*", line("reboot; halt"))).isTrue();
        assertThat(allows("*", program("reboot", "now"))).isTrue();
        assertThat(new AllowedCommands(List.of()).refusal(program("uptime")))
                .contains("allow-remote-exec of this node has no entry for 'uptime' with these arguments");
    }

    @Property(tries = 300)
    void whatIsCarriedIsRead(
            @ForAll @Size(min = 1, max = 5) List<@NotBlank String> words,
            @ForAll boolean timed,
            @ForAll boolean shell) {
        var clean = words.stream()
                .map(word -> word.replace("\0", "")
                        .codePoints()
                        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .append('x')
                        .toString())
                .toList();
        var command = new RemoteCommand(
                shell ? clean.subList(0, 1) : clean,
                shell,
                timed ? Optional.of(Duration.ofMillis(1 + clean.size())) : Optional.empty());

        assertThat(RemoteCommand.decode(command.encode())).isEqualTo(command);
    }

    @Example
    void whatIsNoCommandIsSaid() {
        assertThatIllegalArgumentException().isThrownBy(() -> RemoteCommand.decode(ByteString.fromString("uptime")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteCommand.decode(ByteString.fromString("1\0soon\0program\0uptime")));
        assertThatIllegalArgumentException().isThrownBy(() -> program(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> program("a", "b\0c"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RemoteCommand(List.of("a", "b"), true, Optional.empty()));
    }
}
