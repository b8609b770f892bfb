package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {

    private static final Result OK = new Result(Status.PASSING, "ok");
    private static final Result SLOW = new Result(Status.WARNING, "slow");
    private static final Result DOWN = new Result(Status.CRITICAL, "down");

    @Test
    void aPassingCheckWarnsAfterTheFirstFailureAndIsCriticalAfterTheThird() {
        var policy = new Policy(1, 1, 3);
        var one = Health.of(OK).after(DOWN, policy);
        var two = one.after(DOWN, policy);
        var three = two.after(DOWN, policy);
        assertThat(one.result()).isEqualTo(new Result(Status.WARNING, "down"));
        assertThat(two.result().status()).isEqualTo(Status.WARNING);
        assertThat(three.result()).isEqualTo(DOWN);
    }

    @Test
    void theFirstSuccessesOfACriticalCheckDoNotMakeItPassing() {
        var policy = new Policy(3, 1, 1);
        var two = Health.of(new Result(Status.CRITICAL, "")).after(OK, policy).after(OK, policy);
        assertThat(two.result()).isEqualTo(new Result(Status.CRITICAL, ""));
        assertThat(two.after(OK, policy).result()).isEqualTo(OK);
    }

    @Test
    void theFirstFailuresOfAPassingCheckDoNotMakeItCritical() {
        var policy = new Policy(1, 2, 2);
        var one = Health.of(OK).after(DOWN, policy);
        assertThat(one.result()).isEqualTo(OK);
        assertThat(one.after(DOWN, policy).result()).isEqualTo(DOWN);
    }

    @Test
    void aSuccessInBetweenStartsTheCountOfFailuresAgain() {
        var policy = new Policy(1, 2, 2);
        var health = Health.of(OK).after(DOWN, policy).after(OK, policy).after(DOWN, policy);
        assertThat(health.result()).isEqualTo(OK);
    }

    @Test
    void aCriticalCheckStaysCriticalOnAFailureThatAloneWouldOnlyWarn() {
        var policy = new Policy(2, 1, 3);
        var health = Health.of(DOWN).after(OK, policy).after(new Result(Status.CRITICAL, "still down"), policy);
        assertThat(health.result()).isEqualTo(new Result(Status.CRITICAL, "still down"));
    }

    @Test
    void aWarningCountsAsASuccessAsInConsul() {
        var policy = new Policy(2, 1, 1);
        assertThat(Health.of(DOWN).after(OK, policy).after(SLOW, policy).result())
                .isEqualTo(SLOW);
    }

    @Test
    void aResultOfTheStandingStatusBringsItsOutputBelowAnyThreshold() {
        var policy = new Policy(3, 3, 3);
        assertThat(Health.of(new Result(Status.CRITICAL, ""))
                        .after(DOWN, policy)
                        .result())
                .isEqualTo(DOWN);
        assertThat(Health.of(new Result(Status.PASSING, "")).after(OK, policy).result())
                .isEqualTo(OK);
    }
}
