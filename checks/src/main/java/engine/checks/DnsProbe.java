package engine.checks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks a DNS server for a name: all that is expected must be in the answer, or, if nothing is, some record. */
final class DnsProbe extends Conversation {

    private static final int PORT = 53;

    private final CheckSpec.Dns target;
    private final int outputLimit;

    DnsProbe(CheckSpec.Dns target, CheckDefinition definition, Connections connections) {
        super(definition, connections.threads());
        this.target = target;
        this.outputLimit = definition.outputMaxSize();
    }

    @Override
    Result talk(Opened opened) throws IOException {
        var servers = servers();
        var query = Message.newQuery(Record.newRecord(name(), Type.value(target.recordType()), DClass.IN));
        // With several servers the next is asked while there is time left.
        var patience = timeout().dividedBy(servers.size());
        IOException last = new IOException("there is no DNS server");
        for (var server : servers) {
            try {
                return result(DnsExchange.with(server, query, patience, opened));
            } catch (IOException failure) {
                last = new IOException("%s: %s".formatted(shown(server), DialError.reason(failure)), failure);
            }
        }
        throw last;
    }

    private Result result(Message answer) {
        if (answer.getRcode() != Rcode.NOERROR) {
            return failed(new IOException(Rcode.string(answer.getRcode())));
        }
        var found = answer.getSection(Section.ANSWER).stream()
                .filter(record -> Type.string(record.getType()).equals(target.recordType()))
                .map(record -> DnsValue.of(record.rdataToString()))
                .distinct()
                .sorted()
                .toList();
        var shown = found.stream().collect(Collectors.joining(", "));
        var missing = target.expected().stream()
                .map(DnsValue::of)
                .filter(value -> !found.contains(value))
                .findFirst();
        if (found.isEmpty()) {
            return failed(new IOException("no such records"));
        }
        if (missing.isPresent()) {
            return failed(new IOException("%s is not among %s".formatted(missing.get(), shown)));
        }
        return new Result(
                Status.PASSING,
                Output.beginning("DNS %s %s: %s".formatted(target.name(), target.recordType(), shown), outputLimit));
    }

    @Override
    Result failed(IOException failure) {
        return new Result(
                Status.CRITICAL,
                Output.beginning(
                        "DNS %s %s: %s".formatted(target.name(), target.recordType(), failure.getMessage()),
                        outputLimit));
    }

    private List<InetSocketAddress> servers() throws IOException {
        if (target.server().isEmpty()) {
            return ResolverConfig.getCurrentConfig().servers();
        }
        var server = target.server().get();
        return Dial.addresses(server.host()).stream()
                .map(address -> new InetSocketAddress(address, server.port()))
                .toList();
    }

    private Name name() throws IOException {
        try {
            return Name.fromString(target.name(), Name.root);
        } catch (TextParseException e) {
            throw new IOException("'" + target.name() + "' is no name: " + e.getMessage(), e);
        }
    }

    private static String shown(InetSocketAddress server) {
        var address = server.getAddress() == null
                ? server.getHostString()
                : server.getAddress().getHostAddress();
        return server.getPort() == PORT ? address : DialError.address(address, server.getPort());
    }
}
