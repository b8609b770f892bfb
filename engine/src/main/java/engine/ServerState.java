package engine;

import engine.config.Settings;
import engine.durable.Journal;
import engine.durable.LocalLog;
import engine.durable.LogSetup;
import engine.state.EventBound;
import engine.state.EventReports;
import engine.state.Op;
import engine.state.Published;
import engine.state.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.StatusReply;

/** What a server has before the parts of its agent are made: the state, and where it is kept. */
final class ServerState {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final String nodeId;
    private final LogSetup log;
    private final Published published;
    private final EventBound bound;
    private final ExternalPasts externalPasts;
    private final CompletableFuture<ActorRef<Store.Command>> store = new CompletableFuture<>();
    private final CompletableFuture<ActorRef<EventReports.Command>> reports = new CompletableFuture<>();

    /**
     * @param journal keeps what all servers know
     * @param local keeps what this one knows alone
     * @param fatal ends the process: the state cannot be written
     */
    ServerState(Settings settings, String nodeId, Journal journal, LocalLog local, Consumer<String> fatal) {
        this.nodeId = nodeId;
        var firstIndex = settings.dataDir().map(IndexFile::next).orElse(1L);
        this.log = new LogSetup(journal, news -> store().tell(new Store.Learn(news)), fatal);
        this.published = Published.from(firstIndex, log.buckets().values());
        this.externalPasts = ExternalPasts.start(local, published);
        var events = settings.events();
        this.bound = new EventBound(events.maxCount(), events.maxBytes(), events.maxAge(), InstantSource.system());
    }

    /** Makes the store. */
    Parts.Ground parts(ActorContext<Void> ctx) {
        store.complete(
                ctx.spawn(Store.create(published, log.buckets(), InstantSource.system(), nodeId, bound), "store"));
        reports.complete(ctx.spawn(EventReports.create(store()), "event-reports"));
        return new Parts.Ground(this::write, published);
    }

    /** Writes what this server's own agent has to say. */
    private void write(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {
        if (EventReports.takes(ops)) {
            reports.join().tell(new EventReports.Report(ops, replyTo));
        } else {
            store().tell(new Store.Write(ops, replyTo));
        }
    }

    /** Writes what an agent that is attached has to say; the answer is whether all conditions held. */
    CompletionStage<Boolean> write(ActorSystem<?> system, List<Op> ops) {
        return EventReports.takes(ops)
                ? AskPattern.askWithStatus(
                        reports.join(), replyTo -> new EventReports.Report(ops, replyTo), ANSWER, system.scheduler())
                : ask(system, replyTo -> new Store.Write(ops, replyTo));
    }

    Published published() {
        return published;
    }

    ExternalPasts externalPasts() {
        return externalPasts;
    }

    EventBound bound() {
        return bound;
    }

    LogSetup log() {
        return log;
    }

    ActorRef<Store.Command> store() {
        return store.join();
    }

    /** Asks the store; the answer is whether all conditions held. */
    CompletionStage<Boolean> ask(
            ActorSystem<?> system, Function<ActorRef<StatusReply<Boolean>>, Store.Command> question) {
        return AskPattern.askWithStatus(store(), question::apply, ANSWER, system.scheduler());
    }
}
