package engine.proposal;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import engine.proposal.Call.Absent;
import engine.proposal.Call.Acquire;
import engine.proposal.Call.Answer;
import engine.proposal.Call.Cas;
import engine.proposal.Call.CheckIndex;
import engine.proposal.Call.CheckNotExists;
import engine.proposal.Call.CheckSession;
import engine.proposal.Call.Committed;
import engine.proposal.Call.Delete;
import engine.proposal.Call.DeleteCas;
import engine.proposal.Call.DeletePrefix;
import engine.proposal.Call.EndSession;
import engine.proposal.Call.Found;
import engine.proposal.Call.Get;
import engine.proposal.Call.Held;
import engine.proposal.Call.Put;
import engine.proposal.Call.Release;
import engine.proposal.Call.Request;
import engine.proposal.Call.RolledBack;
import engine.proposal.Call.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads what {@link Histories} writes, with libraries of the program alone: a test of real processes needs no others. */
final class HistoryReader {
    private static final ConfigParseOptions JSON = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);

    /** An object of JSON. */
    private record Node(Map<?, ?> members) {
        static Node of(Object value) {
            return new Node((Map<?, ?>) value);
        }

        Object value(String name) {
            return Objects.requireNonNull(members.get(name), () -> name + " is missing in " + members);
        }

        String text(String name) {
            return (String) value(name);
        }

        long number(String name) {
            return ((Number) value(name)).longValue();
        }

        boolean flag(String name) {
            return (Boolean) value(name);
        }

        List<Node> nodes(String name) {
            return ((List<?>) value(name)).stream().<Node>map(Node::of).toList();
        }
    }

    private HistoryReader() {}

    static List<Call> read(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank())
                    .map(HistoryReader::call)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Call call(String line) {
        var call = new Node(ConfigFactory.parseString(line, JSON).root().unwrapped());
        var request = request(Node.of(call.value("request")));
        return call.members().containsKey("returned")
                ? new Call(
                        call.text("client"),
                        call.number("invoked"),
                        call.number("returned"),
                        request,
                        answer(Node.of(call.value("answer"))))
                : Call.unknown(call.text("client"), call.number("invoked"), request);
    }

    private static Request request(Node from) {
        return switch (from.text("op")) {
            case "get" -> new Get(from.text("key"));
            case "put" -> new Put(from.text("key"), from.text("value"));
            case "cas" -> new Cas(from.text("key"), from.text("value"), from.number("index"));
            case "delete" -> new Delete(from.text("key"));
            case "delete-cas" -> new DeleteCas(from.text("key"), from.number("index"));
            case "delete-prefix" -> new DeletePrefix(from.text("prefix"));
            case "acquire" -> new Acquire(from.text("key"), from.text("value"), from.text("session"));
            case "release" -> new Release(from.text("key"), from.text("value"), from.text("session"));
            case "end-session" -> new EndSession(from.text("session"), from.flag("deletes"));
            case "check-index" -> new CheckIndex(from.text("key"), from.number("index"));
            case "check-session" -> new CheckSession(from.text("key"), from.text("session"));
            case "check-not-exists" -> new CheckNotExists(from.text("key"));
            case "transaction" ->
                new Transaction(
                        from.nodes("steps").stream().map(HistoryReader::request).toList());
            default -> throw new IllegalArgumentException("there is no request " + from.text("op"));
        };
    }

    private static Answer answer(Node from) {
        return switch (from.text("is")) {
            case "done" -> new Held(from.flag("held"));
            case "found" ->
                new Found(from.text("value"), from.number("index"), from.text("session"), from.number("lockIndex"));
            case "absent" -> new Absent();
            case "committed" ->
                new Committed(
                        from.nodes("reads").stream().map(HistoryReader::answer).toList());
            case "rolled-back" -> new RolledBack();
            default -> throw new IllegalArgumentException("there is no answer " + from.text("is"));
        };
    }
}
