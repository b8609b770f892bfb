package engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What checks the simulation finds what is wrong: servers that are broken in one way do not pass. */
class BrokenSimulationTest {
    private static final int RUNS = 200;

    @ParameterizedTest
    @EnumSource(value = Simulation.Mutation.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aBrokenServerDoesNotPass(Simulation.Mutation mutation) {
        var found = LongStream.rangeClosed(1, RUNS)
                .mapToObj(seed -> Scenario.run(seed, mutation))
                .filter(Objects::nonNull)
                .filter(what -> what.contains(evidence(mutation)))
                .findFirst();
        assertThat(found).as("what is found of " + mutation).isPresent();
    }

    private static String evidence(Simulation.Mutation mutation) {
        return switch (mutation) {
            case NONE -> "";
            case ANSWER_BEFORE_COMMIT, READ_WITHOUT_BARRIER, RETRIES_FORGOTTEN -> "no order of these calls is possible";
            case DONE_TOO_EARLY -> "which is forgotten";
            case WRONG_CLOCK -> "ended after";
        };
    }
}
