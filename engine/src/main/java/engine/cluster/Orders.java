package engine.cluster;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has decisions done, each once and not again with every round, and says so in the log. */
final class Orders {
    private static final Logger LOG = LoggerFactory.getLogger(Forming.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    /** A cluster system takes time to stop. */
    private static final Duration RESTART_AGAIN = Duration.ofSeconds(30);

    private final ClusterControl control;
    private @Nullable Decision told;
    private @Nullable String refused;
    private boolean quiet;

    Orders(ClusterControl control) {
        this.control = control;
    }

    /** What was told has come to pass or has had its time: it may be told again. */
    void forget() {
        told = null;
    }

    /** What is waited for may be logged again. */
    void speak() {
        quiet = false;
    }

    /**
     * @param failures who did not answer, for the log
     * @return after what time to {@link #forget}, when something was told
     */
    Optional<Duration> follow(Decision decision, String failures) {
        if (!(decision instanceof Decision.Refused)) {
            refused = null;
        }
        return switch (decision) {
            case Decision.Stay _ -> Optional.empty();
            case Decision.Wait(var _, var why) -> {
                if (!quiet) {
                    quiet = true;
                    LOG.info("{}{}", why, failures);
                }
                yield Optional.empty();
            }
            case Decision.FormAlone _ -> {
                if (decision.equals(told)) {
                    yield Optional.empty();
                }
                control.joinSelf();
                yield tell(decision, AGAIN);
            }
            case Decision.Join(var _, var addresses) -> {
                // Told again too soon it would only begin anew.
                if (told instanceof Decision.Join before && !Collections.disjoint(before.addresses(), addresses)) {
                    yield Optional.empty();
                }
                control.join(addresses);
                yield tell(decision, AGAIN);
            }
            case Decision.Restart(var addresses, var why) -> {
                if (told instanceof Decision.Restart) {
                    yield Optional.empty();
                }
                control.restart(addresses, why);
                yield tell(decision, RESTART_AGAIN);
            }
            case Decision.Refused(var sentence) -> {
                if (!sentence.equals(refused)) {
                    refused = sentence;
                    control.refused(sentence);
                }
                yield Optional.empty();
            }
        };
    }

    private Optional<Duration> tell(Decision decision, Duration again) {
        told = decision;
        return Optional.of(again);
    }
}
