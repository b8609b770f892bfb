package engine.proposal;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** What of the proposals belongs to the cluster: it sends, and hands on what comes. It ends with the system that it is in. */
final class Link {

    sealed interface Message permits Wire, Send {}

    /** Sends to a server: {@code host:port}. */
    record Send(String server, Wire message) implements Message {}

    private Link() {}

    static Behavior<Message> create(ActorRef<Proposals.Command> proposals) {
        return Behaviors.setup(ctx -> {
            var resolver = ActorRefResolver.get(ctx.getSystem());
            var address = ctx.getSystem().address();
            var self = address.hasGlobalScope()
                    ? address.host().get() + ":" + address.port().get()
                    : "";
            proposals.tell(new Proposals.Attached(self, ctx.getSelf()));
            return Behaviors.receive(Message.class)
                    .onMessage(Message.class, message -> {
                        switch (message) {
                            case Send(var server, var wire) -> {
                                ActorRef<Message> other = resolver.resolveActorRef(
                                        "pekko://" + ctx.getSystem().name() + "@" + server + "/user/" + Proposals.NAME);
                                other.tell(wire);
                            }
                            case Wire wire -> proposals.tell(new Proposals.Received(wire));
                        }
                        return Behaviors.same();
                    })
                    .onSignal(PostStop.class, _ -> {
                        proposals.tell(new Proposals.Detached(ctx.getSelf()));
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}
