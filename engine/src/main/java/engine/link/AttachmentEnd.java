package engine.link;

import engine.text.Reason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/** Tells an attachment what happens on one of its connections. */
record AttachmentEnd(ActorRef<AttachmentCommand> attachment, long connection) implements FrameHandler.End {

    @Override
    public void opened(Outbox outbox) {
        attachment.tell(new AttachmentCommand.Opened(connection, outbox));
    }

    @Override
    public CompletionStage<Done> received(ByteString frame) {
        var taken = new CompletableFuture<Done>();
        attachment.tell(new AttachmentCommand.Received(connection, frame, taken));
        return taken;
    }

    @Override
    public void drained() {
        // Whatever waits on this side is in the outbox already.
    }

    @Override
    public void closed(Optional<Throwable> failure) {
        attachment.tell(
                new AttachmentCommand.Closed(connection, failure.map(Reason::of).orElse("it closed the connection")));
    }
}
