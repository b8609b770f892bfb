package engine;

import engine.config.Settings;
import engine.durable.Journal;
import engine.durable.LogSetup;
import engine.state.EventBound;
import engine.state.Published;
import engine.state.Store;
import java.time.Duration;
import java.time.InstantSource;
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
    private final CompletableFuture<ActorRef<Store.Command>> store = new CompletableFuture<>();

    /** @param fatal ends the process: the state cannot be written */
    ServerState(Settings settings, String nodeId, Journal journal, Consumer<String> fatal) {
        this.nodeId = nodeId;
        var firstIndex = settings.dataDir().map(IndexFile::next).orElse(1L);
        this.log = new LogSetup(journal, news -> store().tell(new Store.Learn(news)), fatal);
        this.published = Published.from(firstIndex, log.buckets().values());
        var events = settings.events();
        this.bound = new EventBound(events.maxCount(), events.maxBytes(), events.maxAge(), InstantSource.system());
    }

    /** Makes the store. */
    Parts.Ground parts(ActorContext<Void> ctx) {
        store.complete(
                ctx.spawn(Store.create(published, log.buckets(), InstantSource.system(), nodeId, bound), "store"));
        return new Parts.Ground((ops, replyTo) -> store().tell(new Store.Write(ops, replyTo)), published);
    }

    Published published() {
        return published;
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
