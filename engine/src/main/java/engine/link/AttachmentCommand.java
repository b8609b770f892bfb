package engine.link;

import engine.state.Op;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.util.ByteString;

/** What an {@link Attachment} is told: by its agent, by its connections, and by itself. */
sealed interface AttachmentCommand {

    record Write(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) implements AttachmentCommand {}

    /** The server is to be told again all that is registered. */
    enum TellAll implements AttachmentCommand {
        INSTANCE
    }

    /** Ends the stream in order; the answer is whether a server has confirmed it. */
    record Leave(boolean forGood, ActorRef<Boolean> replyTo) implements AttachmentCommand {}

    record Opened(long connection, Outbox outbox) implements AttachmentCommand {}

    record Received(long connection, ByteString frame, CompletableFuture<Done> taken) implements AttachmentCommand {}

    record Closed(long connection, String why) implements AttachmentCommand {}

    /** The search has ended. */
    record Found(Search.Found found) implements AttachmentCommand {}

    /** The pause before the next search is over. */
    enum Rested implements AttachmentCommand {
        INSTANCE
    }

    /** A beat is due. */
    enum Tick implements AttachmentCommand {
        INSTANCE
    }

    /** The server has not answered in time. */
    enum TooLate implements AttachmentCommand {
        INSTANCE
    }
}
