package engine.checks;

import org.apache.pekko.actor.typed.ActorRef;

/**
 * One start of a check, through which its actor tells what it found. What an earlier start of the same check still
 * tells is dropped by {@link Checks}.
 *
 * @param number no other start of any check has it
 */
record Started(String id, long number, ActorRef<Checks.Command> checks) {

    /** The check has this status and output from now on. */
    void found(Result result) {
        checks.tell(new Checks.Found(this, result));
    }
}
