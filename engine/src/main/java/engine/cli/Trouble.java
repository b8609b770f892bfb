package engine.cli;

import java.time.Duration;

/**
 * What a command that goes on for long does while its agent is not there: says so once, and pauses before it asks again. An
 * agent that was never there is a failure.
 */
final class Trouble {
    private final Shell shell;
    private final Pauses pauses = new Pauses(Duration.ofMillis(200), Duration.ofSeconds(2));
    private boolean worked;
    private boolean told;

    Trouble(Shell shell) {
        this.shell = shell;
    }

    /** It works. */
    void over() {
        if (told) {
            shell.tell("the agent answers again.");
        }
        worked = true;
        told = false;
        pauses.reset();
    }

    /** The pause that is due after this; fails with it when nothing has worked yet. */
    Duration next(Unavailable unavailable) {
        if (!worked) {
            throw unavailable;
        }
        if (!told) {
            shell.tell(unavailable.sentence() + " Trying again.");
            told = true;
        }
        return pauses.failed();
    }

    void pause(Unavailable unavailable) throws InterruptedException {
        Thread.sleep(next(unavailable));
    }
}
