package engine.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

final class CurrentServerTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8301);
    private final CurrentServer current = new CurrentServer();

    @Test
    void afterALossTheNextIsExpectedUntilThereIsKnownToBeNone() {
        assertThat(current.expected()).as("there was none").isFalse();
        current.set("s1", ADDRESS);
        assertThat(current.expected()).isTrue();
        current.clear();
        assertThat(current.expected()).as("it is looked for").isTrue();
        current.clear();
        assertThat(current.expected()).as("still").isTrue();
        current.none();
        assertThat(current.expected()).as("there is none").isFalse();
        current.clear();
        assertThat(current.expected()).as("nothing was lost").isFalse();
        current.set("s2", ADDRESS);
        current.clear();
        assertThat(current.expected()).as("again").isTrue();
    }
}
