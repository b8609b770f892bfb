package engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.Await;
import engine.FakeDisk;
import engine.checks.CheckDefinition;
import engine.checks.CheckSpec;
import engine.checks.Checks;
import engine.checks.Listener;
import engine.checks.Policy;
import engine.checks.Result;
import engine.checks.Status;
import engine.config.ServiceDefinition;
import engine.config.Settings.ScriptChecks;
import engine.durable.KeptTexts;
import engine.state.Key;
import engine.state.Op;
import engine.state.Store;
import engine.state.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RegistryTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
    private static final ManualTime TIME = ManualTime.get(KIT.system());
    private static final Duration DELAY = Duration.ofSeconds(60);

    private final TestProbe<Store.Command> store = KIT.createTestProbe();
    private final TestProbe<Checks.Command> checks = KIT.createTestProbe();
    private final TestProbe<StatusReply<Boolean>> answers = KIT.createTestProbe();
    private final FakeDisk disk = new FakeDisk();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    private final AtomicReference<LocalState> shown = new AtomicReference<>(LocalState.EMPTY);
    private final AtomicReference<Listener> listener = new AtomicReference<>();
    private ActorRef<Registry.Command> registry = KIT.system().ignoreRef();

    @BeforeEach
    void start() {
        registry = KIT.spawn(Registry.create(new Registry.Ports(
                "n1",
                DELAY,
                new ScriptChecks(false, false),
                (ops, replyTo) -> store.ref().tell(new Store.Write(ops, replyTo)),
                shown,
                new Registrations(KeptTexts.of(disk, "registrations")),
                new CheckStates(
                        KeptTexts.of(disk, "checks"), new CheckPasts(KeptTexts.of(disk, "check-pasts")), now::get),
                now::get,
                this::checksFor)));
    }

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private Behavior<Checks.Command> checksFor(Listener told) {
        listener.set(told);
        return Behaviors.receiveMessage(command -> {
            checks.ref().tell(command);
            return Behaviors.same();
        });
    }

    private static CheckDefinition check(String id, String serviceId, CheckSpec spec) {
        return new CheckDefinition(
                id,
                id,
                "notes",
                serviceId,
                spec,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Status.CRITICAL,
                Policy.IMMEDIATE,
                4096,
                Optional.empty());
    }

    private static CheckDefinition ttl(String id, String serviceId) {
        return check(id, serviceId, new CheckSpec.Ttl(Duration.ofMinutes(1)));
    }

    private static ServiceDefinition service(String id, List<String> tags, CheckDefinition... own) {
        return new ServiceDefinition(
                id,
                "web",
                tags,
                "",
                Map.of(),
                80,
                Map.of(),
                ServiceDefinition.Weights.EQUAL,
                false,
                Optional.empty(),
                List.of(own));
    }

    /** Asks, lets the store take what the registry writes, and gives that back. */
    private List<Op> write(Function<ActorRef<StatusReply<Boolean>>, Registry.Command> question) {
        registry.tell(question.apply(answers.ref()));
        var write = store.expectMessageClass(Store.Write.class);
        write.replyTo().tell(StatusReply.success(true));
        assertThat(answers.receiveMessage().isSuccess()).isTrue();
        return write.ops();
    }

    private List<Op> register(ServiceDefinition service) {
        return write(replyTo -> new Registry.RegisterService(service, false, replyTo));
    }

    private List<Op> configure(List<ServiceDefinition> services, CheckDefinition... alone) {
        return write(replyTo -> new Registry.Configure(services, List.of(alone), replyTo));
    }

    private List<Op> told() {
        return store.expectMessageClass(Store.Write.class).ops();
    }

    @Test
    void whatIsReadInTurnHasWhatWasRegisteredBefore() {
        var seen = new AtomicReference<LocalState>();
        registry.tell(new Registry.RegisterService(service("w1", List.of()), false, answers.ref()));
        registry.tell(new Registry.InTurn(() -> seen.set(shown.get())));
        store.expectMessageClass(Store.Write.class);
        answers.awaitAssert(() -> {
            assertThat(seen.get()).isNotNull();
            return null;
        });
        assertThat(seen.get().services().get("w1")).isNotNull();
    }

    private void found(String id, Status status, String output) {
        Objects.requireNonNull(listener.get()).changed(id, status, output);
    }

    private static List<Key> keys(List<Op> ops) {
        return ops.stream().map(Op::key).toList();
    }

    private static Value.Check written(List<Op> ops, String id) {
        return ops.stream()
                .flatMap(op -> op instanceof Op.Put(var _, Value.Check check)
                                && check.id().equals(id)
                        ? Stream.of(check)
                        : Stream.empty())
                .reduce((_, last) -> last)
                .orElseThrow(() -> new AssertionError("no check " + id + " in " + ops));
    }

    private static Key key(String checkId) {
        return new Key.Check("n1", checkId);
    }

    @Test
    void aServiceAndItsChecksAreOneWrite() {
        var definition = ttl("c1", "w1");
        var ops = register(service("w1", List.of("v1"), definition, ttl("c2", "w1")));
        assertThat(keys(ops)).containsExactly(new Key.Service("n1", "w1"), key("c1"), key("c2"));
        assertThat(written(ops, "c1"))
                .isEqualTo(new Value.Check("n1", "c1", "c1", "critical", "notes", "", "w1", "web", List.of("v1"), "ttl")
                        .since(now.get()));
        checks.expectMessage(new Checks.Put(definition, new Result(Status.CRITICAL, ""), now.get()));
        assertThat(shown.get().services().size()).isEqualTo(1);
        assertThat(shown.get().checks().size()).isEqualTo(2);
    }

    @Test
    void registeredAgainAServiceKeepsTheStateOfItsChecks() {
        register(service("w1", List.of(), ttl("c1", "w1")));
        found("c1", Status.PASSING, "fine");
        assertThat(written(told(), "c1").status()).isEqualTo("passing");
        checks.receiveMessage();

        var again = written(register(service("w1", List.of("v2"), ttl("c1", "w1"))), "c1");
        assertThat(again.status()).isEqualTo("passing");
        assertThat(again.output()).isEqualTo("fine");
        assertThat(again.serviceTags()).containsExactly("v2");
        assertThat(checks.expectMessageClass(Checks.Put.class).known()).isEqualTo(new Result(Status.PASSING, "fine"));
    }

    @Test
    void checksThatAServiceNoLongerNamesStayUnlessTheyAreToBeReplaced() {
        register(service("w1", List.of(), ttl("c1", "w1"), ttl("c2", "w1")));
        write(replyTo -> new Registry.Maintain("w1", true, "", replyTo));
        var kept = register(service("w1", List.of("new"), ttl("c2", "w1")));
        assertThat(written(kept, "c1").serviceTags()).containsExactly("new");
        assertThat(shown.get().checks().get("c1")).isNotNull();

        var replaced = write(
                replyTo -> new Registry.RegisterService(service("w1", List.of(), ttl("c2", "w1")), true, replyTo));
        assertThat(replaced).contains(new Op.Delete(key("c1")));
        assertThat(shown.get().checks().get("c1")).isNull();
        assertThat(shown.get().checks().get("c2")).isNotNull();
        assertThat(shown.get().checks().get("_service_maintenance:w1"))
                .describedAs("maintenance is not the service's own check")
                .isNotNull();
    }

    @Test
    void deregisteringAServiceRemovesItsChecksAndEndsThem() {
        register(service("w1", List.of(), ttl("c1", "w1")));
        register(service("w2", List.of(), ttl("c2", "w2")));
        checks.receiveSeveralMessages(2);
        var ops = write(replyTo -> new Registry.DeregisterService("w1", replyTo));
        assertThat(ops).containsExactlyInAnyOrder(new Op.Delete(key("c1")), new Op.Delete(new Key.Service("n1", "w1")));
        checks.expectMessage(new Checks.Remove("c1"));
        assertThat(shown.get().checks().get("c2")).isNotNull();
        assertThat(write(replyTo -> new Registry.DeregisterService("w1", replyTo)))
                .isEmpty();
    }

    @Test
    void aCheckOfAServiceThatIsNotThereIsRefused() {
        registry.tell(new Registry.RegisterCheck(ttl("c1", "none"), answers.ref()));
        assertThat(answers.receiveMessage().getError()).hasMessage("ServiceID \"none\" does not exist");
        assertThat(shown.get().checks().size()).isZero();
        store.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aCheckIsRegisteredAndRemovedAlone() {
        register(service("w1", List.of("v1")));
        var ops = write(replyTo -> new Registry.RegisterCheck(ttl("c1", "w1"), replyTo));
        assertThat(written(ops, "c1").serviceName()).isEqualTo("web");
        assertThat(write(replyTo -> new Registry.DeregisterCheck("c1", replyTo)))
                .containsExactly(new Op.Delete(key("c1")));
        assertThat(write(replyTo -> new Registry.DeregisterCheck("c1", replyTo)))
                .isEmpty();
    }

    @Test
    void maintenanceTwiceKeepsTheFirstReasonAndEndsAtOnce() {
        register(service("w1", List.of("v1")));
        var ops = write(replyTo -> new Registry.Maintain("w1", true, "first", replyTo));
        assertThat(written(ops, "_service_maintenance:w1"))
                .isEqualTo(new Value.Check(
                        "n1",
                        "_service_maintenance:w1",
                        "Service Maintenance Mode",
                        "critical",
                        "first",
                        "",
                        "w1",
                        "web",
                        List.of("v1"),
                        "maintenance"));
        assertThat(write(replyTo -> new Registry.Maintain("w1", true, "second", replyTo)))
                .isEmpty();
        assertThat(write(replyTo -> new Registry.Maintain("w1", false, "", replyTo)))
                .containsExactly(new Op.Delete(key("_service_maintenance:w1")));
        assertThat(write(replyTo -> new Registry.Maintain("w1", false, "", replyTo)))
                .isEmpty();
    }

    @Test
    void theNodeGoesIntoMaintenanceTooAndAnUnknownServiceDoesNot() {
        var ops = write(replyTo -> new Registry.Maintain("", true, "", replyTo));
        assertThat(written(ops, "_node_maintenance").notes()).contains("no reason was provided");
        registry.tell(new Registry.Maintain("none", true, "", answers.ref()));
        assertThat(answers.receiveMessage().getError()).hasMessage("No service registered with ID \"none\"");
    }

    @Test
    void aChangedOutputAloneIsShownAtOnceAndToldInTime() {
        register(service("w1", List.of(), ttl("c1", "w1")));
        found("c1", Status.PASSING, "1");
        told();
        found("c1", Status.PASSING, "2");
        found("c1", Status.PASSING, "3");
        TIME.expectNoMessageFor(DELAY.dividedBy(2).minusMillis(1), store);
        assertThat(Objects.requireNonNull(shown.get().checks().get("c1"))
                        .value()
                        .output())
                .isEqualTo("3");
        TIME.timePasses(DELAY.plusMillis(1));
        assertThat(written(told(), "c1").output()).isEqualTo("3");
        TIME.expectNoMessageFor(DELAY.multipliedBy(3), store);
    }

    @Test
    void anOutputThatIsAsItWasIsNotToldAgain() {
        register(service("w1", List.of(), ttl("c1", "w1")));
        found("c1", Status.PASSING, "1");
        told();
        found("c1", Status.PASSING, "2");
        found("c1", Status.PASSING, "1");
        TIME.expectNoMessageFor(DELAY.multipliedBy(2), store);
    }

    @Test
    void aChangedStatusIsToldAtOnceWithTheOutputThatWaited() {
        register(service("w1", List.of(), ttl("c1", "w1")));
        found("c1", Status.PASSING, "1");
        told();
        found("c1", Status.PASSING, "2");
        var turned = now.updateAndGet(at -> at.plusSeconds(60));
        found("c1", Status.WARNING, "3");
        var check = written(told(), "c1");
        assertThat(check.status()).isEqualTo("warning");
        assertThat(check.since()).isEqualTo(turned);
        assertThat(check.output()).isEqualTo("3");
        TIME.expectNoMessageFor(DELAY.multipliedBy(2), store);
    }

    @Test
    void whatACheckFindsAfterItsEndIsDropped() {
        register(service("w1", List.of(), ttl("c1", "w1")));
        write(replyTo -> new Registry.DeregisterService("w1", replyTo));
        found("c1", Status.PASSING, "late");
        write(replyTo -> new Registry.DeregisterCheck("none", replyTo));
        assertThat(shown.get().checks().size()).isZero();
    }

    @Test
    void aCheckCriticalForTooLongTakesItsServiceAway() {
        register(service("w1", List.of(), ttl("c1", "w1")));
        Objects.requireNonNull(listener.get()).expired("c1");
        assertThat(keys(told())).containsExactlyInAnyOrder(key("c1"), new Key.Service("n1", "w1"));
        assertThat(shown.get().services().size()).isZero();
    }

    @Test
    void aReportGoesToTheCheckAndIsAnsweredWhenTheCatalogHasIt() {
        register(service("w1", List.of(), ttl("c1", "w1")));
        checks.receiveMessage();
        registry.tell(new Registry.Report("c1", Status.PASSING, "ok", answers.ref()));
        var report = checks.expectMessageClass(Checks.Report.class);
        found("c1", Status.PASSING, "ok");
        report.replyTo().tell(StatusReply.ack());
        var change = store.expectMessageClass(Store.Write.class);
        assertThat(written(change.ops(), "c1").output()).isEqualTo("ok");
        var turn = store.expectMessageClass(Store.Write.class);
        answers.expectNoMessage(Duration.ZERO);
        turn.replyTo().tell(StatusReply.success(true));
        assertThat(answers.receiveMessage().isSuccess()).isTrue();
    }

    @Test
    void aReportThatTheCheckRefusesIsRefused() {
        registry.tell(new Registry.Report("c1", Status.PASSING, "ok", answers.ref()));
        checks.expectMessageClass(Checks.Report.class).replyTo().tell(StatusReply.error("no such check"));
        assertThatThrownBy(() -> answers.receiveMessage().getValue()).hasMessage("no such check");
    }

    @Test
    void aReloadRemovesWhatCameFromFilesAloneAndKeepsStates() {
        configure(
                List.of(
                        service("file1", List.of(), ttl("f1", "file1"), ttl("f2", "file1")),
                        service("file2", List.of(), ttl("f3", "file2"))),
                ttl("alone1", ""),
                ttl("alone2", ""));
        register(service("http", List.of(), ttl("h1", "http")));
        write(replyTo -> new Registry.RegisterCheck(ttl("h2", "file1"), replyTo));
        found("f1", Status.PASSING, "up");
        told();

        var ops = configure(List.of(service("file1", List.of(), ttl("f1", "file1"))), ttl("alone1", ""));
        assertThat(ops)
                .contains(
                        new Op.Delete(new Key.Service("n1", "file2")),
                        new Op.Delete(key("f2")),
                        new Op.Delete(key("f3")),
                        new Op.Delete(key("alone2")));
        assertThat(ids()).containsExactly("alone1", "f1", "h1", "h2");
        assertThat(written(ops, "f1").status()).isEqualTo("passing");
        assertThat(shown.get().services().size()).isEqualTo(2);
    }

    @Test
    void aCheckThatMovesFromAServiceToItsOwnBlockStays() {
        configure(List.of(service("w1", List.of(), ttl("c1", "w1"))));
        found("c1", Status.PASSING, "up");
        told();
        configure(List.of(service("w1", List.of())), ttl("c1", "w1"));
        assertThat(ids()).containsExactly("c1");
        assertThat(Objects.requireNonNull(shown.get().checks().get("c1"))
                        .value()
                        .status())
                .isEqualTo("passing");
    }

    @Test
    void aCheckOfAFileWhoseServiceIsNowhereIsLeftOut() {
        var db = service("db", List.of());
        assertThat(keys(configure(List.of(db), ttl("up", "db"), ttl("lost", "none"))))
                .containsExactlyInAnyOrder(new Key.Service("n1", "db"), new Key.Check("n1", "up"));

        assertThat(keys(configure(List.of(db), ttl("up", "none"))))
                .containsExactlyInAnyOrder(
                        new Key.Service("n1", "db"), new Key.Check("n1", "up"), new Key.Check("n1", "up"));
        assertThat(shown.get().checks().get("up")).isNull();
    }

    @Test
    void aScriptOfAFileThatMayNotRunIsCriticalAndSaysWhy() {
        var script = check("s1", "", new CheckSpec.Script(List.of("/bin/true")));
        var check = written(configure(List.of(), script), "s1");
        assertThat(check.status()).isEqualTo("critical");
        assertThat(check.output()).contains("enable-local-script-checks = true");
        checks.expectMessage(new Checks.Remove("s1"));
        checks.expectNoMessage(Duration.ZERO);
    }

    private ActorRef<Registry.Command> restarted() {
        disk.restart();
        start();
        return registry;
    }

    @Test
    void changesOfStatusAreRememberedUntilTheCheckIsGone() {
        register(service("w1", List.of(), ttl("c1", "w1"), ttl("c2", "w1")));
        var start = now.get();
        for (var status : List.of(Status.PASSING, Status.PASSING, Status.CRITICAL)) {
            now.set(now.get().plusSeconds(1));
            found("c1", status, "it is " + status.text());
            var handled = new CompletableFuture<Boolean>();
            registry.tell(new Registry.InTurn(() -> handled.complete(true)));
            assertThat(handled).succeedsWithin(Duration.ofSeconds(10));
        }
        told();
        told();
        found("c2", Status.PASSING, "");
        told();
        var past = Objects.requireNonNull(shown.get().pasts().get("c1"));
        assertThat(past.changes()).isEqualTo(2);
        assertThat(past.last())
                .containsExactly(
                        new CheckPast.Transition(
                                1, start.plusSeconds(1), Status.CRITICAL, Status.PASSING, "it is passing"),
                        new CheckPast.Transition(
                                2, start.plusSeconds(3), Status.PASSING, Status.CRITICAL, "it is critical"));

        restarted();
        write(Registry.Restore::new);
        assertThat(shown.get().pasts().get("c1")).isEqualTo(past);
        register(service("w1", List.of("other"), ttl("c1", "w1")));
        assertThat(shown.get().pasts().get("c1")).isEqualTo(past);

        write(replyTo -> new Registry.DeregisterCheck("c1", replyTo));
        assertThat(shown.get().pasts().get("c1")).isNull();
        restarted();
        write(Registry.Restore::new);
        assertThat(shown.get().pasts().get("c1")).isNull();
        assertThat(shown.get().pasts().get("c2")).isNotNull();
    }

    @Test
    void whatWasRegisteredComesBackAfterARestartWithItsStates() {
        register(service("w1", List.of("v1"), ttl("c1", "w1")));
        register(service("w2", List.of()));
        write(replyTo -> new Registry.RegisterCheck(ttl("alone", ""), replyTo));
        write(replyTo -> new Registry.Maintain("w1", true, "upgrade", replyTo));
        write(replyTo -> new Registry.Maintain("", true, "moving", replyTo));
        write(replyTo -> new Registry.DeregisterService("w2", replyTo));
        configure(List.of(service("file", List.of(), ttl("f1", "file"), ttl("f2", "file"))));
        found("c1", Status.PASSING, "up\nand well");
        told();
        found("f1", Status.WARNING, "slow");
        told();
        var since = now.get();
        var before = shown.get();
        now.set(since.plusSeconds(60));

        restarted();
        configure(List.of(service("file", List.of(), ttl("f1", "file"))));
        var ops = write(Registry.Restore::new);

        assertThat(written(ops, "c1").status()).isEqualTo("passing");
        assertThat(written(ops, "c1").output()).isEqualTo("up\nand well");
        assertThat(ids()).containsExactly("_node_maintenance", "_service_maintenance:w1", "alone", "c1", "f1");
        var f1 = Objects.requireNonNull(shown.get().checks().get("f1"));
        assertThat(f1.state()).isEqualTo(new CheckState(Status.WARNING, "slow", since));
        assertThat(shown.get().checks().get("c1")).isEqualTo(before.checks().get("c1"));
        assertThat(shown.get().services().size()).isEqualTo(2);
        assertThat(Objects.requireNonNull(shown.get().checks().get("_service_maintenance:w1"))
                        .value()
                        .notes())
                .isEqualTo("upgrade");

        configure(List.of(service("file", List.of(), ttl("f1", "file"), ttl("f2", "file"))));
        assertThat(Objects.requireNonNull(shown.get().checks().get("f2"))
                        .state()
                        .status())
                .describedAs("a state is forgotten with its check")
                .isEqualTo(Status.CRITICAL);
    }

    @Test
    void whatHasLostItsServiceMeanwhileIsForgottenForGood() {
        configure(List.of(service("file", List.of())));
        write(replyTo -> new Registry.RegisterCheck(ttl("c1", "file"), replyTo));
        write(replyTo -> new Registry.Maintain("file", true, "", replyTo));
        for (var restart = 0; restart < 2; restart++) {
            restarted();
            configure(restart == 0 ? List.of() : List.of(service("file", List.of())));
            write(Registry.Restore::new);
            assertThat(ids()).isEmpty();
        }
    }

    @Test
    void aRegistrationIsAnsweredWhenBothTheCatalogAndTheDiskHaveIt() {
        disk.slow();
        registry.tell(new Registry.RegisterService(service("w1", List.of()), false, answers.ref()));
        store.expectMessageClass(Store.Write.class).replyTo().tell(StatusReply.success(true));
        answers.expectNoMessage(Duration.ofMillis(20));
        disk.write();
        assertThat(answers.receiveMessage().isSuccess()).isTrue();
    }

    @Test
    void aStatusIsToldWithoutWaitingForTheDisk() {
        register(service("w1", List.of(), ttl("c1", "w1")));
        disk.slow();
        found("c1", Status.PASSING, "up");
        assertThat(written(told(), "c1").status()).isEqualTo("passing");
    }

    @Test
    void anOutputThatIsHeldBackIsShownHereAndNotOwned() {
        register(service("w1", List.of(), ttl("c1", "w1")));
        found("c1", Status.PASSING, "1");
        told();
        found("c1", Status.PASSING, "2");
        Await.until(
                "it is shown",
                () -> Objects.requireNonNull(shown.get().checks().get("c1"))
                        .value()
                        .output()
                        .equals("2"));
        assertThat(Objects.requireNonNull(shown.get().checks().get("c1")).told().output())
                .isEqualTo("1");
    }

    private List<String> ids() {
        return shown.get().checks().values().stream()
                .map(each -> each.value().id())
                .toList();
    }
}
