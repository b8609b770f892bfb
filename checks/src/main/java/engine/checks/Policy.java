package engine.checks;

/**
 * How many results in a row it takes to change a check's status. All counts start at 1: the first result decides.
 *
 * @param successBeforePassing passing results in a row before the check is passing, at least 1
 * @param failuresBeforeWarning failed results in a row before the check is warning, 1 to failuresBeforeCritical
 * @param failuresBeforeCritical failed results in a row before the check is critical, at least 1
 */
public record Policy(int successBeforePassing, int failuresBeforeWarning, int failuresBeforeCritical) {

    /** Every result counts at once. */
    public static final Policy IMMEDIATE = new Policy(1, 1, 1);

    public Policy {
        if (successBeforePassing < 1) {
            throw new IllegalArgumentException("success-before-passing must be >= 1, was " + successBeforePassing);
        }
        if (failuresBeforeCritical < 1) {
            throw new IllegalArgumentException("failures-before-critical must be >= 1, was " + failuresBeforeCritical);
        }
        if (failuresBeforeWarning < 1 || failuresBeforeWarning > failuresBeforeCritical) {
            throw new IllegalArgumentException(
                    "failures-before-warning must be between 1 and failures-before-critical (" + failuresBeforeCritical
                            + "), was " + failuresBeforeWarning);
        }
    }
}
