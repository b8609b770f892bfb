package engine.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The HTTP API of the agent that a command line names; what goes wrong on the way becomes a {@link Failure}. */
final class Api {
    static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final byte[] NOTHING = new byte[0];

    /** Status codes that another try may change: no leader, overload, a proxy without an agent behind it. */
    private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

    private final HttpClient client;
    private final Map<String, String> headers;

    private Api(HttpClient client, Map<String, String> headers) {
        this.client = client;
        this.headers = headers;
    }

    /** By {@code --http-addr} and {@code --token}, else by the environment. */
    static Api of(Arguments arguments, Shell shell) {
        var address = first(
                arguments.value("http-addr", ""),
                shell.environment("CONSUL_HTTP_ADDR"),
                shell.environment("ENGINE_HTTP_ADDR"));
        var token = token(arguments, shell);
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
                throw Failure.usage("the token has a character that no token has.");
            }
        }
        var headers = new HashMap<String, String>();
        if (!token.isEmpty()) {
            headers.put("X-Consul-Token", token);
        }
        return new Api(new HttpClient(Address.parse(address)), headers);
    }

    private static String token(Arguments arguments, Shell shell) {
        var token = arguments.value("token", "");
        var file = arguments.value("token-file", "");
        if (token.isEmpty() && file.isEmpty()) {
            token = shell.environment("CONSUL_HTTP_TOKEN");
            file = shell.environment("CONSUL_HTTP_TOKEN_FILE");
        }
        if (!token.isEmpty() || file.isEmpty()) {
            return token;
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException _) {
            throw new Failure("the token file '" + file + "' cannot be read.");
        }
    }

    private static String first(String... candidates) {
        for (var candidate : candidates) {
            if (!candidate.isEmpty()) {
                return candidate;
            }
        }
        return "127.0.0.1";
    }

    Address address() {
        return client.address();
    }

    /** A request whose answer may have any status. */
    Reply send(String method, Target target, byte[] body, Duration timeout) {
        return asked(() -> client.send(method, target.toString(), headers, body, timeout), timeout);
    }

    private interface Exchange {
        Reply run() throws IOException;
    }

    private Reply asked(Exchange exchange, Duration timeout) {
        try {
            return exchange.run();
        } catch (ConnectException | NoRouteToHostException e) {
            throw new Unavailable("no agent answers at " + address() + ": " + reason(e)
                    + ". Start one with `engine agent -dev`, or name another with --http-addr.");
        } catch (UnknownHostException _) {
            throw new Unavailable("there is no host '" + address().host() + "': name the agent with --http-addr.");
        } catch (SocketTimeoutException _) {
            throw new Unavailable(
                    "the agent at " + address() + " did not answer in " + Times.text(timeout.toMillis()) + ".");
        } catch (EOFException | SocketException _) {
            throw new Unavailable("the agent at " + address() + " closed the connection before it had answered.");
        } catch (IOException e) {
            throw new Unavailable("the agent at " + address() + " cannot be asked: " + reason(e) + ".");
        }
    }

    private static String reason(IOException e) {
        var message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    /** The parsed answer to a GET; another status than 2xx is a failure. */
    @Nullable
    Object get(Target target) {
        return Json.parse(expectOk(send("GET", target, NOTHING, TIMEOUT)).text());
    }

    Reply getReply(Target target) {
        return send("GET", target, NOTHING, TIMEOUT);
    }

    /** A GET whose answer may be that there is nothing (404); any other status than 2xx is a failure. */
    Reply find(Target target) {
        var reply = getReply(target);
        return reply.status() == 404 ? reply : expectOk(reply);
    }

    /** The text of the answer to a PUT; another status than 2xx is a failure. */
    String put(Target target, byte[] body) {
        return expectOk(send("PUT", target, body, TIMEOUT)).text().strip();
    }

    String put(Target target, String body) {
        return put(target, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for a POST. */
    String post(Target target, byte[] body) {
        return expectOk(send("POST", target, body, TIMEOUT)).text().strip();
    }

    String delete(Target target) {
        return expectOk(send("DELETE", target, NOTHING, TIMEOUT)).text().strip();
    }

    /** A GET whose answer, of any length, goes elsewhere; {@link HttpClient#download} says how. */
    void download(Target target, OutputStream into, LongConsumer moved, Duration patience) {
        expectOk(asked(() -> client.download(target.toString(), headers, into, moved, patience), patience));
    }

    /** A PUT of bytes of any length; {@link HttpClient#upload} says how. */
    void upload(Target target, InputStream body, long length, LongConsumer moved, Duration patience) {
        var all = new HashMap<>(headers);
        all.put("Content-Type", "application/octet-stream");
        expectOk(asked(() -> client.upload(target.toString(), all, body, length, moved, patience), patience));
    }

    /** The reply, when its status is 2xx. */
    Reply expectOk(Reply reply) {
        if (reply.ok()) {
            return reply;
        }
        var sentence = "the agent at " + address() + " refused: " + why(reply);
        throw PASSING.contains(reply.status()) ? new Unavailable(sentence) : new Failure(sentence);
    }

    /** What an answer that is not 2xx says, with its status. */
    static String why(Reply reply) {
        var text = Table.safe(reply.text().strip());
        if (text.length() > 500) {
            text = text.substring(0, 500) + "...";
        }
        while (text.endsWith(".")) {
            text = text.substring(0, text.length() - 1);
        }
        return (text.isEmpty() ? "no reason given" : text) + " (HTTP " + reply.status() + ").";
    }
}
