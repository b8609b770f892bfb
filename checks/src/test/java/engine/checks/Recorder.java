package engine.checks;

import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;

/** A listener that passes on what it hears to a test probe. */
final class Recorder implements Listener {

    sealed interface Heard {}

    record Changed(String checkId, Status status, String output) implements Heard {}

    record Expired(String checkId) implements Heard {}

    final TestProbe<Heard> heard;

    Recorder(ActorTestKit testKit) {
        heard = testKit.createTestProbe(Heard.class);
    }

    @Override
    public void changed(String checkId, Status status, String output) {
        heard.ref().tell(new Changed(checkId, status, output));
    }

    @Override
    public void expired(String checkId) {
        heard.ref().tell(new Expired(checkId));
    }
}
