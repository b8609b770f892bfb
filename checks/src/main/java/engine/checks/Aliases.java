package engine.checks;

/** The port through which alias checks see the state of their target. Must not block. */
@FunctionalInterface
public interface Aliases {

    /** The present state of the target; critical, with a sentence, where there is no such target. */
    Result of(CheckSpec.Alias target);
}
