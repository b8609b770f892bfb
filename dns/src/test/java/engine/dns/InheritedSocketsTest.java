package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

/** Sockets that somebody else opened, as systemd does, in this process itself. */
@EnabledOnOs(OS.LINUX)
final class InheritedSocketsTest {

    @ParameterizedTest
    @CsvSource({"INET, 127.0.0.1, 127.0.0.1", "INET, 0.0.0.0, 0.0.0.0", "INET6, ::, 0.0.0.0", "INET6, ::, ::"})
    void answersAreGivenOverSocketsThatOthersOpened(StandardProtocolFamily family, String at, String configured)
            throws Exception {
        InheritedSockets inherited;
        int port;
        try (var datagrams = DatagramChannel.open(family);
                var connections = ServerSocketChannel.open(family)) {
            port = bind(InetAddress.ofLiteral(at), datagrams, connections);
            inherited = new InheritedSockets(List.of(copy(datagrams), copy(connections)));
        }
        var address = new InetSocketAddress(InetAddress.ofLiteral(configured), port);
        try (DnsServer server = start(address, inherited)) {
            assertThat(inherited.left()).isEmpty();
            assertThat(server.addresses()).containsExactly(address);
            var query = Fixture.query("web.service.consul", Type.A, 0);
            assertThat(Fixture.answers(Clients.udp(server, query))).hasSize(2);
            assertThat(Fixture.answers(Clients.tcp(server, query))).hasSize(2);
        }
        // Nothing holds the port any more.
        start(address, InheritedSockets.none()).close();
    }

    @Test
    void aSocketElsewhereIsLeft() throws Exception {
        try (var datagrams = DatagramChannel.open(StandardProtocolFamily.INET)) {
            datagrams.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            var inherited = new InheritedSockets(List.of(copy(datagrams)));
            try (DnsServer server = start(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), inherited)) {
                assertThat(inherited.left()).containsExactly((InetSocketAddress) datagrams.getLocalAddress());
                assertThat(server.addresses()).doesNotContain((InetSocketAddress) datagrams.getLocalAddress());
            }
        }
    }

    @Test
    void whatIsMeantForAnotherProcessIsNotLookedAt() throws IOException {
        assertThat(InheritedSockets.of(Map.of("LISTEN_FDS", "1000", "LISTEN_PID", "7"), 8)
                        .left())
                .isEmpty();
        assertThat(InheritedSockets.of(Map.of(), 8).left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "-1", "1025", "99999999999"})
    void whatIsNoNumberOfSocketsIsRefused(String count) {
        assertThatThrownBy(() -> InheritedSockets.of(Map.of("LISTEN_FDS", count, "LISTEN_PID", "8"), 8))
                .isInstanceOf(IOException.class)
                .hasMessage("LISTEN_FDS is a number of sockets, 0 to 1024, not '" + count + "'");
    }

    /** Lines of proc(5), as a little-endian machine writes them. */
    @Test
    void socketsAreReadAsTheKernelListsThem() {
        Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
        var rest = " 00000000:00000000 00:00000000 00000000     0        0 14838794 1 000000003c30df4b 100 0 0 10 0";
        assertThat(SocketTable.socket("tcp", "   0: 0100007F:0035 00000000:0000 0A" + rest))
                .contains(new SocketTable.Socket(
                        true,
                        StandardProtocolFamily.INET,
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 53),
                        "14838794"));
        assertThat(SocketTable.socket("tcp", "   0: 0100007F:0035 0100007F:9999 01" + rest))
                .isEmpty();
        assertThat(SocketTable.socket(
                        "udp6",
                        " 12: B80D0120000000000000000001000000:1F90 00000000000000000000000000000000:0000 07" + rest))
                .contains(new SocketTable.Socket(
                        false,
                        StandardProtocolFamily.INET6,
                        new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 8080),
                        "14838794"));
    }

    private static DnsServer start(InetSocketAddress address, InheritedSockets inherited) throws IOException {
        return DnsServer.start(
                List.of(address), Fixture.SETTINGS, Fixture.big(3), null, DnsServer.Limits.DEFAULT, inherited);
    }

    /** Both at one port, which is free now. */
    private static int bind(InetAddress at, DatagramChannel datagrams, ServerSocketChannel connections)
            throws IOException {
        connections.bind(new InetSocketAddress(at, 0));
        int port = ((InetSocketAddress) connections.getLocalAddress()).getPort();
        datagrams.bind(new InetSocketAddress(at, port));
        return port;
    }

    /** A second descriptor of the channel's socket, which stays when the channel is closed. */
    @SuppressWarnings("restricted")
    private static int copy(NetworkChannel channel) throws IOException {
        var linker = Linker.nativeLinker();
        var dup = linker.downcallHandle(
                linker.defaultLookup().find("dup").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        int own = SocketTable.descriptor(
                channel instanceof ServerSocketChannel, (InetSocketAddress) channel.getLocalAddress());
        try {
            return (int) dup.invokeExact(own);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
