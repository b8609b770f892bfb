package engine;

import engine.http.Context;
import engine.state.Key;
import engine.state.Op;
import engine.state.Pictures;
import engine.state.Store;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;

/** A store that does what it is asked at once, and keeps what that was. */
final class FakeStore {
    static final Context CONTEXT = new Context("", "", Context.Consistency.DEFAULT, Instant.MAX);

    final Pictures pictures = new Pictures();
    final TestProbe<Store.Command> asked;
    final Writes writes;

    FakeStore(ActorTestKit kit) {
        asked = kit.createTestProbe();
        var store = kit.spawn(Behaviors.<Store.Command>receiveMessage(command -> {
            asked.ref().tell(command);
            switch (command) {
                case Store.Write(var ops, var replyTo) -> {
                    pictures.apply(ops.toArray(Op[]::new));
                    replyTo.tell(StatusReply.success(true));
                }
                case Store.DeleteNode delete -> delete.replyTo().tell(StatusReply.success(true));
                case Store.DeleteService delete -> delete.replyTo().tell(StatusReply.success(true));
                default -> throw new AssertionError("not asked in these tests: " + command);
            }
            return Behaviors.same();
        }));
        writes = new Writes(store, kit.system());
    }

    /** The keys of the latest write. */
    List<Key> written() {
        return asked.expectMessageClass(Store.Write.class).ops().stream()
                .map(Op::key)
                .toList();
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
}
