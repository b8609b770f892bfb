package engine.naming;

import engine.state.ServiceInstance;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a record of an answer leads to.
 *
 * @param target an address, or the name of one
 * @param port empty where the record has none
 */
record Line(String target, String port) {

    /** @param record as zone files have it */
    static Line of(String record) {
        var parts = record.toLowerCase(Locale.ROOT).split(" ");
        var located = parts.length > 3 && parts[3].equals("srv");
        var target = parts[parts.length - 1];
        return new Line(located ? target : canonical(target), located ? parts[parts.length - 2] : "");
    }

    /** Whether one of the answers leads to an instance. */
    static boolean ofAny(String type, ServiceInstance instance, Set<Line> answers) {
        var port = Integer.toString(instance.service().value().port());
        return type.equals("SRV")
                ? answers.stream().anyMatch(line -> line.port.equals(port) && line.names(instance))
                : answers.contains(new Line(canonical(address(instance)), ""));
    }

    private boolean names(ServiceInstance instance) {
        var node = instance.node().value().name().toLowerCase(Locale.ROOT) + ".node.";
        var own = address(instance);
        return (target.startsWith(node) && own.equals(instance.node().value().address()))
                || target.startsWith(hex(own) + ".addr.")
                || target.equals(own.toLowerCase(Locale.ROOT) + ".");
    }

    /** Whether the address of an instance can have a record of the type at all. */
    static boolean fits(String type, ServiceInstance instance) {
        var six = address(instance).contains(":");
        return !List.of("A", "AAAA").contains(type) || type.equals("AAAA") == six;
    }

    static String address(ServiceInstance instance) {
        var own = instance.service().value().address();
        return own.isEmpty() ? instance.node().value().address() : own;
    }

    private static String canonical(String text) {
        try {
            return InetAddress.ofLiteral(text).getHostAddress();
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    private static String hex(String text) {
        try {
            return HexFormat.of().formatHex(InetAddress.ofLiteral(text).getAddress());
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
