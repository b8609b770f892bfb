package engine.events;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run log whose failures do not end the actor that records: what cannot be recorded is told to the agent's log. */
record GuardedRunLog(RunLog runs) implements RunLog {
    private static final Logger log = LoggerFactory.getLogger(GuardedRunLog.class);

    @Override
    public void received(Receipt receipt) {
        try {
            runs.received(receipt);
        } catch (RuntimeException e) {
            log.warn("the receipt of event {} could not be recorded: {}", receipt.eventId(), Reason.of(e));
        }
    }

    @Override
    public void record(Run run) {
        try {
            runs.record(run);
        } catch (RuntimeException e) {
            log.warn(
                    "{} run of trigger '{}' for event {} could not be recorded: {}",
                    run.status().text(),
                    run.trigger(),
                    run.eventId(),
                    Reason.of(e));
        }
    }
}
