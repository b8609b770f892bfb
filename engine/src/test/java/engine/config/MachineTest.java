package engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import engine.config.Machine.Found;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {

    private static final Found LOOPBACK = found("lo", "127.0.0.1");
    private static final Found BRIDGE = found("docker0", "172.17.0.1");
    private static final Found LAN = found("eth0", "10.1.2.3");
    private static final Found PUBLIC = found("eth1", "203.0.113.9");

    @Test
    void thePrivateAddressOnTheDefaultRouteIsChosen() {
        assertThat(Machine.choose(List.of(LOOPBACK, BRIDGE, PUBLIC, LAN), "eth0"))
                .isEqualTo("10.1.2.3");
    }

    @Test
    void elseAnyPrivateAddressElseAnyElseLoopback() {
        assertThat(Machine.choose(List.of(LOOPBACK, PUBLIC, BRIDGE), "eth1")).isEqualTo("172.17.0.1");
        assertThat(Machine.choose(List.of(LOOPBACK, PUBLIC), "")).isEqualTo("203.0.113.9");
        assertThat(Machine.choose(List.of(LOOPBACK), "lo")).isEqualTo("127.0.0.1");
    }

    @Test
    void thisMachineHasAnAddress() {
        assertThat(Values.isAddress(Machine.LOCAL.address())).isTrue();
    }

    private static Found found(String networkInterface, String address) {
        return new Found(networkInterface, InetAddress.ofLiteral(address));
    }
}
