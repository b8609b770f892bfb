package engine;

import engine.checks.CheckDefinition;
import engine.checks.Result;
import engine.checks.Status;
import engine.config.Definitions;
import engine.config.Settings;
import engine.host.HostFacts;
import engine.http.Check;
import engine.http.CheckHistory;
import engine.http.Context;
import engine.http.LocalAgent;
import engine.http.Logs;
import engine.http.Member;
import engine.http.Position;
import engine.http.Refusal;
import engine.http.Service;
import engine.local.CheckPast;
import engine.local.LocalCheck;
import engine.local.LocalState;
import engine.local.Registry;
import engine.state.Key;
import engine.text.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.pattern.StatusReply;

/**
 * This agent as HTTP sees it.
 *
 * @param settings as the agent was started
 * @param definitions reads definitions as configured at the time
 * @param logLevel the present one
 * @param lifecycle what the process as a whole can be asked
 */
record HttpLocalAgent(
        Settings settings,
        Supplier<Definitions> definitions,
        AtomicReference<LocalState> state,
        Asking asking,
        ActorRef<Registry.Command> registry,
        Role role,
        Supplier<String> logLevel,
        Lifecycle lifecycle)
        implements LocalAgent {

    /** What the process as a whole can be asked. */
    interface Lifecycle {
        /** Reads the configuration again; tells what needs a restart. Fails with a sentence. */
        CompletionStage<List<String>> reload();

        /** Has the agent leave for good and end, once the caller has been answered. */
        void leave();

        /** Ends the process with an error. */
        void giveUp(String sentence);
    }

    @Override
    public List<Member> members(boolean wan) {
        var members = role.members();
        return wan
                ? members.stream()
                        .filter(member -> "consul".equals(member.tags().get("role")))
                        .map(member -> new Member(
                                member.name() + "." + settings.node().datacenter(),
                                member.address(),
                                settings.ports().serfWan(),
                                member.tags(),
                                member.status()))
                        .toList()
                : members;
    }

    @Override
    public Logs logs() {
        return new HttpLogs(logLevel);
    }

    @Override
    public boolean isDebugged() {
        return settings.telemetry().debug();
    }

    @Override
    public boolean isAttached() {
        return role.isAttached();
    }

    @Override
    public Self self() {
        return role.self().describe(state.get(), logLevel.get());
    }

    @Override
    public Position position() {
        return role.position();
    }

    @Override
    public CompletionStage<Map<String, ?>> host() {
        return CompletableFuture.supplyAsync(
                HostFacts::now, asking.system().dispatchers().lookup(DispatcherSelector.blocking()));
    }

    @Override
    public List<Service> services() {
        return state.get().services().values().stream()
                .map(service ->
                        HttpRecords.service(service.value(settings.node().name()), 0, 0))
                .toList();
    }

    @Override
    public Optional<Service> service(String id) {
        var service = state.get().services().get(id);
        return service == null
                ? Optional.empty()
                : Optional.of(HttpRecords.service(service.value(settings.node().name()), 0, 0));
    }

    @Override
    public List<Check> checks() {
        return state.get().checks().values().stream()
                .map(check -> HttpRecords.check(check.value(), 0, 0))
                .toList();
    }

    @Override
    public List<CheckHistory> checkHistories() {
        var now = state.get();
        return now.checks().values().stream()
                .filter(check -> check.definition().isPresent())
                .map(check -> history(check, now))
                .toList();
    }

    @Override
    public Optional<CheckHistory> checkHistory(String id) {
        var now = state.get();
        return Optional.ofNullable(now.checks().get(id))
                .filter(check -> check.definition().isPresent())
                .map(check -> history(check, now));
    }

    private static CheckHistory history(LocalCheck check, LocalState state) {
        var past = Objects.requireNonNullElse(state.pasts().get(check.value().id()), CheckPast.NONE);
        return HttpRecords.history(check.value(), past);
    }

    @Override
    public CompletionStage<Done> registerService(
            Map<String, ?> definition, boolean replaceExistingChecks, Context context) {
        return refusing(() -> {
            var service = definitions.get().service(definition);
            var node = settings.node().name();
            named(new Key.Service(node, service.id()));
            service.checks().forEach(this::allowed);
            return ask(replyTo -> new Registry.RegisterService(service, replaceExistingChecks, replyTo), context);
        });
    }

    @Override
    public CompletionStage<Done> registerCheck(Map<String, ?> definition, Context context) {
        return refusing(() -> {
            var check = definitions.get().check(definition);
            allowed(check);
            return ask(replyTo -> new Registry.RegisterCheck(check, replyTo), context);
        });
    }

    /** Scripts that come over HTTP run only where that is switched on: whoever reaches the port could run anything. */
    private void allowed(CheckDefinition check) {
        named(new Key.Check(settings.node().name(), check.id()));
        if (OwnEntries.isOfServers(check.id())) {
            throw new Refusal(
                    400,
                    "the check id " + check.id()
                            + " is taken: servers say by it whether a node is alive, or in maintenance. Choose another.");
        }
        settings.scriptChecks().refusal(check, true).ifPresent(sentence -> {
            throw new Refusal(400, sentence);
        });
    }

    /** Making a key is the check of a name: one that cannot be kept is refused here, not inside the registry. */
    private static void named(Key key) {
        Objects.requireNonNull(key);
    }

    @Override
    public CompletionStage<Done> deregisterService(String id, Context context) {
        return refusing(() -> {
            named(new Key.Service(settings.node().name(), id));
            return ask(replyTo -> new Registry.DeregisterService(id, replyTo), context);
        });
    }

    @Override
    public CompletionStage<Done> deregisterCheck(String id, Context context) {
        return ask(replyTo -> new Registry.DeregisterCheck(id, replyTo), context);
    }

    @Override
    public CompletionStage<Done> serviceMaintenance(String id, boolean enable, String reason, Context context) {
        return state.get().services().get(id) == null
                ? refused(404, "No service registered with ID \"" + id + "\"")
                : ask(replyTo -> new Registry.Maintain(id, enable, reason, replyTo), context);
    }

    @Override
    public CompletionStage<Done> nodeMaintenance(boolean enable, String reason, Context context) {
        return ask(replyTo -> new Registry.Maintain("", enable, reason, replyTo), context);
    }

    @Override
    public CompletionStage<Done> updateCheck(String id, String status, String output, Context context) {
        var known = Status.parse(status);
        if (known.isEmpty()) {
            return refused(400, "Invalid check status: '" + status + "'");
        }
        return ask(replyTo -> new Registry.Report(id, known.get(), output, replyTo), context);
    }

    @Override
    public CompletionStage<Check> runCheck(String id, Context context) {
        return asking.<Registry.Command, Result>result(
                        registry, replyTo -> new Registry.Run(id, replyTo), context, Registry.LONGEST_RUN)
                .thenApply(_ -> Optional.ofNullable(state.get().checks().get(id))
                        .map(check -> HttpRecords.check(check.value(), 0, 0))
                        .orElseThrow(() -> new Refusal(404, "The check \"" + id + "\" is gone.")));
    }

    @Override
    public CompletionStage<Done> join(String address, boolean wan, Context context) {
        return role.join(List.of(address))
                .thenApply(_ -> Done.done())
                .exceptionallyCompose(failure -> refused(500, "Failed to join " + address + ": " + Reason.of(failure)));
    }

    @Override
    public CompletionStage<Done> leave(Context context) {
        lifecycle.leave();
        return CompletableFuture.completedStage(Done.done());
    }

    @Override
    public CompletionStage<Done> forceLeave(String node, boolean prune, Context context) {
        return Key.fold(node).equals(Key.fold(settings.node().name()))
                ? refused(500, "agent: this node is alive: use leave")
                : role.forceLeave(node, prune);
    }

    @Override
    public CompletionStage<List<String>> reload(Context context) {
        return lifecycle.reload().exceptionallyCompose(e -> refused(500, Reason.of(e)));
    }

    private CompletionStage<Done> ask(
            Function<ActorRef<StatusReply<Boolean>>, Registry.Command> question, Context context) {
        return asking.ask(registry, question, context).thenApply(_ -> Done.done());
    }

    private static <T> CompletionStage<T> refusing(Supplier<CompletionStage<T>> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            return refused(400, Reason.of(e));
        } catch (Refusal e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static <T> CompletionStage<T> refused(int status, String sentence) {
        return CompletableFuture.failedStage(new Refusal(status, sentence));
    }
}
