package engine;

import engine.link.FromAgent;
import engine.link.Local;
import engine.state.Op;
import engine.state.Value;
import java.util.List;
import java.util.function.Consumer;

/** A client agent as its stream to a server sees it. */
final class AgentStream implements Local {
    private final Self self;
    private final Parts parts;
    private final OwnEntries own;
    private final Consumer<String> giveUp;
    /** Of the event that came last; the stream alone uses it. */
    private String lastEvent = "";

    private long lamport;

    /** @param giveUp told a sentence when no server is looked for any more */
    AgentStream(Self self, Parts parts, OwnEntries own, Consumer<String> giveUp) {
        this.self = self;
        this.parts = parts;
        this.own = own;
        this.giveUp = giveUp;
    }

    @Override
    public FromAgent.Hello hello() {
        var settings = self.settings();
        return new FromAgent.Hello(
                settings.node().name(),
                self.id(),
                settings.advertiseAddress(),
                self.agentPort(),
                Version.NUMBER,
                settings.node().datacenter(),
                parts.delivery().ledger().since().toEpochMilli(),
                lastEvent);
    }

    @Override
    public List<Op.Put> own() {
        return own.puts();
    }

    @Override
    public void deliver(Value.Event event) {
        if (event.lamportTime() >= lamport) {
            lamport = event.lamportTime();
            lastEvent = event.id();
        }
        parts.delivery().deliver(event);
    }

    @Override
    public void attached(String server) {
        parts.reports().tell(RunReports.Again.INSTANCE);
        parts.definitions().tell(TriggerDefinitions.Attached.INSTANCE);
        parts.handlers().tell(MemberHandlers.Attached.INSTANCE);
    }

    @Override
    public void detached() {
        // What is to be done is done when there is a server again.
    }

    @Override
    public void gaveUp(String sentence) {
        giveUp.accept(sentence);
    }
}
