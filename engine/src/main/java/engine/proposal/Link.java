package engine.proposal;

import engine.remote.RemoteActors;
import java.util.HashMap;
import org.apache.pekko.actor.typed.ActorRef;
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
            var others = new HashMap<String, ActorRef<Message>>();
            var address = ctx.getSystem().address();
            var self = address.hasGlobalScope()
                    ? address.host().get() + ":" + address.port().get()
                    : "";
            proposals.tell(new Proposals.Attached(self, ctx.getSelf()));
            return Behaviors.receive(Message.class)
                    .onMessage(Message.class, message -> {
                        switch (message) {
                            case Send(var server, var wire) -> {
                                var path =
                                        "pekko://" + ctx.getSystem().name() + "@" + server + "/user/" + Proposals.NAME;
                                others.computeIfAbsent(path, _ -> RemoteActors.at(ctx.getSystem(), path))
                                        .tell(wire);
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
