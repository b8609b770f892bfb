package engine.events;

import static engine.events.Fixtures.T0;
import static engine.events.Fixtures.doing;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class TriggerActionsTest {
    private static final ActorTestKit kit = ActorTestKit.create();
    private static final Action.Call CALL = new Action.Call(
            "POST",
            Template.ofUrl("http://chat/{{node}}"),
            Map.of("Title", List.of(Template.of("{{name}}"))),
            Template.of("{\"text\": {{json payload}}}"),
            Set.of());

    private final FakeNode node = new FakeNode(kit);

    @AfterAll
    static void shutdown() {
        kit.shutdownTestKit();
    }

    private static Event event(String payload, int depth) {
        return new Event(
                "e",
                "deploy",
                ByteString.fromString(payload),
                "",
                "",
                "",
                7,
                T0,
                "db1",
                Map.of(),
                Duration.ZERO,
                "",
                depth);
    }

    private Run last(Action action, Event event) {
        node.define(doing(action));
        node.deliver(event);
        node.receipt();
        assertThat(List.of(node.recorded(), node.recorded())).containsExactly("t e queued", "t e running");
        return node.run();
    }

    @Test
    void aProgramGetsTheVariablesOfTheTriggerButCannotHideTheEvents() {
        node.define(doing(new Action.Program(
                List.of("/bin/t"), Map.of("COLOR", "blue", "ENGINE_NODE", "fake"), "app", "/opt", 5)));
        node.deliver(event("1", 0));
        var program = node.started().program();
        assertThat(program.environment()).containsEntry("COLOR", "blue").containsEntry("ENGINE_NODE", "web1");
        assertThat(program.user()).isEqualTo("app");
        assertThat(program.directory()).isEqualTo("/opt");
        assertThat(program.niceness()).isEqualTo(5);
    }

    @Test
    void aCallSendsTheEventAndItsAnswerIsTheOutput() {
        var run = last(CALL, event("say \"hi\"", 0));
        assertThat(node.calls.receiveMessage())
                .isEqualTo("POST http://chat/web1 {Title=[deploy]} {\"text\": \"say \\\"hi\\\"\"}");
        assertThat(run.status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(run.output()).isEqualTo("fine");
        assertThat(run.exitCode()).isEmpty();
    }

    @Test
    void anAnswerThatIsNotExpectedIsAFailure() {
        node.answer.set(CompletableFuture.completedStage(new Calls.Answer(503, "busy")));
        var run = last(CALL, event("1", 0));
        assertThat(run.status()).isEqualTo(Run.Status.FAILED);
        assertThat(run.reason()).isEqualTo("answered with 503");
        assertThat(run.output()).isEqualTo("busy");
    }

    @Test
    void onlyTheStatusThatIsExpectedIsSuccess() {
        var call = new Action.Call("GET", CALL.url(), Map.of(), Template.EMPTY, Set.of(404));
        assertThat(call.expects(404)).isTrue();
        assertThat(call.expects(200)).isFalse();
        assertThat(List.of(199, 200, 299, 300)).extracting(CALL::expects).containsExactly(false, true, true, false);
    }

    @Test
    void aCallThatIsNotAnsweredInTimeTimesOutAndOneThatFailsSaysWhy() {
        node.answer.set(CompletableFuture.failedStage(new TimeoutException()));
        var late = last(CALL, event("1", 0));
        assertThat(late.status()).isEqualTo(Run.Status.TIMED_OUT);
        assertThat(late.reason()).isEqualTo("given up after 2m");
    }

    @Test
    void aCallThatFailsSaysWhy() {
        node.answer.set(CompletableFuture.failedStage(new IllegalStateException("no connection to chat")));
        assertThat(last(CALL, event("1", 0)).reason()).isEqualTo("the call failed: no connection to chat");
    }

    @Test
    void aPutWritesTheKey() {
        var run = last(new Action.Put(Template.of("version/{{node}}"), Template.PAYLOAD), event("1.4", 0));
        assertThat(node.calls.receiveMessage()).isEqualTo("put version/web1 1.4");
        assertThat(run.status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(run.output()).isEqualTo("wrote key 'version/web1'");
    }

    @Test
    void aPutThatIsRefusedIsAFailure() {
        node.effect.set(CompletableFuture.failedStage(new IllegalStateException("no quorum")));
        var run = last(new Action.Put(Template.of("a"), Template.PAYLOAD), event("1", 0));
        assertThat(run.status()).isEqualTo(Run.Status.FAILED);
        assertThat(run.reason()).isEqualTo("the key could not be written: no quorum");
    }

    @Test
    void anEventFiredByATriggerIsOneDeeper() {
        var run = last(new Action.Fire("deployed", Template.PAYLOAD), event("1.4", 2));
        assertThat(node.calls.receiveMessage()).isEqualTo("fire deployed 1.4 at depth 3");
        assertThat(run.output()).isEqualTo("fired event e-next 'deployed'");
    }

    @Test
    void aLoopOfTriggersIsCutAndReported() {
        var run = last(new Action.Fire("deploy", Template.PAYLOAD), event("1", Performer.MAX_DEPTH));
        assertThat(run.status()).isEqualTo(Run.Status.FAILED);
        assertThat(run.reason())
                .isEqualTo("event 'deploy' was not fired: 8 events have led to one another already,"
                        + " which looks like a loop of triggers");
        node.calls.expectNoMessage();
    }
}
