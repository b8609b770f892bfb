package engine.checks;

import java.util.List;

/**
 * What a check shows, made of what was found.
 *
 * @param suppressed whether it fails only as far as one knows: what it depends on has failed
 */
record Shown(Result result, boolean suppressed) {

    /**
     * @param failed ids of the checks that it depends on and that have failed
     */
    static Shown of(Result found, CheckOptions options, boolean flapping, List<String> failed) {
        var status = found.status();
        var output = found.output();
        var policy = options.flapping();
        if (flapping && policy.isPresent()) {
            output = "Flapping: at least %d changes of status within %s. Last result %s: %s"
                    .formatted(
                            policy.get().changes(),
                            Output.ofDuration(policy.get().window()),
                            status.text(),
                            output);
            status = status.worse(policy.get().atLeast());
        }
        if (status == Status.CRITICAL && !failed.isEmpty()) {
            return new Shown(
                    new Result(Status.WARNING, "Suppressed: depends on " + String.join(", ", failed) + ". " + output),
                    true);
        }
        return new Shown(new Result(status, withHint(status, output, options.onFail())), false);
    }

    private static String withHint(Status status, String output, String hint) {
        if (status == Status.PASSING || hint.isEmpty()) {
            return output;
        }
        return output.isEmpty() ? "On failure: " + hint : output.stripTrailing() + "\nOn failure: " + hint;
    }

    /** Whether checks that depend on this one have no say: it has failed, or may have. */
    boolean isDown() {
        return suppressed || result.status() == Status.CRITICAL;
    }
}
