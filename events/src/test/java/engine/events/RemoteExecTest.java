package engine.events;

import static engine.events.Fixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class RemoteExecTest {
    private static final ActorTestKit kit = ActorTestKit.create();

    private final FakeNode node = new FakeNode(kit);

    @AfterAll
    static void shutdown() {
        kit.shutdownTestKit();
    }

    private static Event event(ByteString payload) {
        return new Event("e", RemoteCommand.EVENT, payload, "", "", "", 7, T0, "db1", Map.of(), Duration.ZERO, "", 0);
    }

    private static Event event(RemoteCommand command) {
        return event(command.encode());
    }

    private static RemoteCommand command(Optional<Duration> timeout, String... words) {
        return new RemoteCommand(List.of(words), false, timeout);
    }

    private void allow(String... entries) {
        node.define(Trigger.remoteExec(new AllowedCommands(List.of(entries)), Duration.ofSeconds(9)));
    }

    @Test
    void anAllowedCommandRunsAsTheRunOfATriggerDoes() {
        allow("echo *");
        node.deliver(event(command(Optional.empty(), "echo", "a b")));

        assertThat(node.receipt()).isEqualTo(new Receipt("e", "web1", 1, ""));
        var started = node.started();
        assertThat(started.program().command()).containsExactly("echo", "a b");
        assertThat(started.program().environment()).containsEntry("ENGINE_EVENT_ID", "e");
        assertThat(started.stdin()).isEqualTo(ByteString.emptyByteString());
        assertThat(started.timeout()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void aCommandMayHaveATimeoutOfItsOwn() {
        allow("*");
        node.deliver(event(command(Optional.of(Duration.ofMillis(70)), "sleep", "9")));

        assertThat(node.started().timeout()).isEqualTo(Duration.ofMillis(70));
    }

    private static Event another(String id, RemoteCommand command) {
        return new Event(
                id, RemoteCommand.EVENT, command.encode(), "", "", "", 8, T0, "db1", Map.of(), Duration.ZERO, "", 0);
    }

    private FakeNode.Started begun(Event event) {
        node.deliver(event);
        node.receipt();
        assertThat(node.run().status()).isEqualTo(Run.Status.QUEUED);
        assertThat(node.run().status()).isEqualTo(Run.Status.RUNNING);
        return node.started();
    }

    @Test
    void whatACommandPrintsIsShownWhileItRuns() {
        allow("*");
        var command = begun(event(command(Optional.empty(), "backup")));

        command.prints("one\n", 0);
        var first = node.run();
        assertThat(first.status()).isEqualTo(Run.Status.RUNNING);
        assertThat(first.output()).isEqualTo("one\n");
        assertThat(first.startedAt()).contains(T0);
        command.prints("two\n", 4);
        assertThat(node.run()).extracting(Run::output, Run::dropped).containsExactly("two\n", 4L);

        command.exits(0, "one\ntwo\nthree\n");
        var last = node.run();
        assertThat(last.status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(last).extracting(Run::output, Run::dropped).containsExactly("one\ntwo\nthree\n", 0L);
    }

    @Test
    void whatIsToldOfACommandAfterItsEndChangesNothing() {
        allow("*");
        var first = begun(another("e1", command(Optional.empty(), "one")));
        var second = begun(another("e2", command(Optional.empty(), "two")));
        first.exits(0, "one");
        assertThat(node.recorded()).isEqualTo("engine:exec e1 succeeded");

        first.prints("late", 0);
        second.prints("two", 0);
        assertThat(node.run()).extracting(Run::eventId, Run::output).containsExactly("e2", "two");
    }

    @Test
    void aCommandThatTheEndOfTheAgentCutsOffKeepsWhatItPrinted() {
        allow("*");
        begun(event(command(Optional.empty(), "backup"))).prints("half\n", 7);
        node.run();

        node.triggers.tell(new Triggers.Stop(true, kit.<Done>createTestProbe().ref()));
        assertThat(node.run())
                .extracting(Run::status, Run::output, Run::dropped)
                .containsExactly(Run.Status.INTERRUPTED, "half\n", 7L);
    }

    @Test
    void whatIsNotAllowedDoesNotRun() {
        allow("echo *");
        node.deliver(event(command(Optional.empty(), "reboot")));

        assertThat(node.receipt())
                .isEqualTo(new Receipt(
                        "e",
                        "web1",
                        0,
                        "allow-remote-exec of this node has no entry for 'reboot' with these arguments"));
    }

    @Test
    void aNodeThatAllowsNothingSaysSo() {
        node.define();
        node.deliver(event(command(Optional.empty(), "uptime")));

        assertThat(node.receipt().reason()).isEqualTo("this node runs no remote commands: disable-remote-exec is true");
    }

    @Test
    void whatCarriesNoCommandRunsNothing() {
        allow("*");
        node.deliver(event(ByteString.fromString("rubbish")));

        assertThat(node.receipt().reason()).isEqualTo("The event carries no command that this version knows");
    }

    @Test
    void noOtherTriggerHasOrWaitsForAReservedName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trigger(
                        "t",
                        new Trigger.Source.UserEvent(RemoteCommand.EVENT),
                        Trigger.Where.ANYWHERE,
                        List.of("true"),
                        Duration.ofSeconds(1)))
                .withMessage("trigger 't': names that begin with engine: are reserved");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trigger(
                        "engine:exec",
                        new Trigger.Source.UserEvent("e"),
                        Trigger.Where.ANYWHERE,
                        List.of("true"),
                        Duration.ofSeconds(1)));
    }
}
