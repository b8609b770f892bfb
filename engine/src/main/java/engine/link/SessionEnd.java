package engine.link;

import engine.text.Reason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/** Tells a session what happens on its connection. */
record SessionEnd(ActorRef<Session.Command> session) implements FrameHandler.End {

    @Override
    public void opened(Outbox outbox) {
        session.tell(new Session.Opened(outbox));
    }

    @Override
    public CompletionStage<Done> received(ByteString frame) {
        var taken = new CompletableFuture<Done>();
        session.tell(new Session.Received(frame, taken));
        return taken;
    }

    @Override
    public void drained() {
        session.tell(Session.Drained.INSTANCE);
    }

    @Override
    public void closed(Optional<Throwable> failure) {
        session.tell(new Session.Closed(failure.map(Reason::of)));
    }
}
