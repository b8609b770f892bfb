package engine.events;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run log whose failures do not end the actor that records: what cannot be recorded is told to the agent's log. */
record GuardedRunLog(RunLog runs) implements RunLog {
    private static final Logger log = LoggerFactory.getLogger(GuardedRunLog.class);

    @Override
    public boolean knows(String eventId) {
        return runs.knows(eventId);
    }

    @Override
    public Optional<String> duplicated(Event event) {
        return runs.duplicated(event);
    }

    @Override
    public CompletionStage<Done> received(Event event, Receipt receipt, List<Run> queued) {
        try {
            return runs.received(event, receipt, queued);
        } catch (RuntimeException e) {
            log.warn("event {} could not be recorded: {}", receipt.eventId(), Reason.of(e));
            return CompletableFuture.completedStage(Done.done());
        }
    }

    @Override
    public CompletionStage<Done> record(Run run) {
        try {
            return runs.record(run);
        } catch (RuntimeException e) {
            lost(run, e);
            return CompletableFuture.completedStage(Done.done());
        }
    }

    @Override
    public void printed(Run run) {
        try {
            runs.printed(run);
        } catch (RuntimeException e) {
            lost(run, e);
        }
    }

    private static void lost(Run run, RuntimeException e) {
        log.warn(
                "{} run of trigger '{}' for event {} could not be recorded: {}",
                run.status().text(),
                run.trigger(),
                run.eventId(),
                Reason.of(e));
    }
}
