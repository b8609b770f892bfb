package engine.checks;

/**
 * What is known of a check: the result that stands, and how many results of one kind came last in a row.
 *
 * <p>A passing or warning result is a success, a critical one a failure, as in Consul:
 * <ul>
 *   <li>any to passing or warning: the last {@link Policy#successBeforePassing()} results were successes; the last one says which
 *   <li>any to critical: the last {@link Policy#failuresBeforeCritical()} results were failures
 *   <li>passing to warning: the last {@link Policy#failuresBeforeWarning()} results were failures
 * </ul>
 * A failure never makes a status better: where Consul turns a critical check to warning on too few failures, it stays
 * critical here. A result that does not change the status replaces the output only if it is of the same status.
 *
 * @param successes successes in a row, counted up to the number that matters
 * @param failures failures in a row, counted up to the number that matters
 */
record Health(Result result, int successes, int failures) {

    /** The state before the first result; nothing is counted yet. */
    static Health of(Result known) {
        return new Health(known, 0, 0);
    }

    Health after(Result next, Policy policy) {
        return next.status() == Status.CRITICAL ? afterFailure(next, policy) : afterSuccess(next, policy);
    }

    private Health afterSuccess(Result next, Policy policy) {
        int count = Math.min(successes + 1, policy.successBeforePassing());
        boolean settled = count == policy.successBeforePassing() || next.status() == result.status();
        return new Health(settled ? next : result, count, 0);
    }

    private Health afterFailure(Result next, Policy policy) {
        int count = Math.min(failures + 1, policy.failuresBeforeCritical());
        return new Health(failed(count, next, policy), 0, count);
    }

    private Result failed(int count, Result next, Policy policy) {
        if (count == policy.failuresBeforeCritical() || result.status() == Status.CRITICAL) {
            return next;
        }
        return count >= policy.failuresBeforeWarning() ? new Result(Status.WARNING, next.output()) : result;
    }
}
