package engine.checks;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Runs a program in a container, by the API of Docker: exit code 0 is passing, 1 is warning, any other is critical. The
 * API cannot end a program: one that is too late is left alone, and while it is there it is not started again.
 */
final class DockerProbe extends Conversation {

    /** Most bytes of what the program writes that are looked at; the rest is read and dropped. */
    private static final int MOST_READ = 64 * 1024;

    private static final JsonFactory FACTORY = new JsonFactory();

    private final CheckSpec.Docker target;
    private final int outputLimit;
    private final Supplier<Endpoint> docker;

    /** The program of a run that was given up before it had ended; empty for none. Runs follow each other, on any thread. */
    private volatile String left = "";

    /** @param docker where its API is; may refuse what the environment says with a sentence */
    DockerProbe(
            CheckSpec.Docker target, CheckDefinition definition, Supplier<Endpoint> docker, Connections connections) {
        super(definition, connections.threads());
        this.target = target;
        this.outputLimit = definition.outputMaxSize();
        this.docker = docker;
    }

    @Override
    public Result late() {
        return critical("Timed out (" + Output.ofDuration(timeout()) + ") running check");
    }

    @Override
    Result talk(Opened opened) throws IOException {
        if (!left.isEmpty() && isRunning(left, opened)) {
            return critical("the program of an earlier run is still there; it is not started again before it ends");
        }
        left = "";
        var created = ask("POST", "/containers/" + target.container() + "/exec", program(), 201, opened);
        var id = found(created, "/Id");
        if (!id.matches("[A-Za-z0-9]{1,128}")) {
            throw new IOException("docker gives the program no id");
        }
        left = id;
        var written = ask("POST", "/exec/" + id + "/start", "{\"Detach\":false,\"Tty\":false}", 200, opened);
        left = "";
        var ended = ask("GET", "/exec/" + id + "/json", "", 200, opened);
        var text = DockerStream.text(written.bytes());
        var output = Output.ofScript(new Commands.Finished(0, false, text), outputLimit);
        var code = found(ended, "/ExitCode");
        return switch (code) {
            case "0" -> new Result(Status.PASSING, output);
            case "1" -> new Result(Status.WARNING, output);
            default -> new Result(Status.CRITICAL, output);
        };
    }

    private HttpAnswer ask(String method, String path, String body, int expected, Opened opened) throws IOException {
        var answer = ask(request(method, path, body), opened);
        if (answer.code() != expected) {
            var reason = JsonScalars.find(answer.body(), "/message").orElse(answer.status());
            throw new IOException("docker: " + Output.beginning(reason, outputLimit));
        }
        return answer;
    }

    private HttpAnswer ask(FullHttpRequest request, Opened opened) throws IOException {
        try (var own = new Opened()) {
            opened.add(own::close);
            return HttpExchange.over(Dial.open(endpoint(), own), request, MOST_READ);
        }
    }

    /** One that Docker knows nothing of any more does not run. */
    private boolean isRunning(String id, Opened opened) throws IOException {
        var answer = ask(request("GET", "/exec/" + id + "/json", ""), opened);
        return answer.code() == 200
                && JsonScalars.find(answer.body(), "/Running").equals(Optional.of("true"));
    }

    private Endpoint endpoint() throws IOException {
        try {
            return docker.get();
        } catch (IllegalArgumentException refused) {
            throw new IOException(refused.getMessage(), refused);
        }
    }

    private static FullHttpRequest request(String method, String path, String body) {
        var content = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), path, content);
        request.headers().set("Host", "docker").set("Connection", "close");
        if (!body.isEmpty()) {
            request.headers().set("Content-Type", "application/json").set("Content-Length", content.readableBytes());
        }
        return request;
    }

    private String program() {
        var out = new StringWriter();
        try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeBooleanProperty("AttachStdout", true);
            json.writeBooleanProperty("AttachStderr", true);
            json.writeBooleanProperty("Tty", false);
            json.writeArrayPropertyStart("Cmd");
            target.command().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toString();
    }

    private static String found(HttpAnswer answer, String pointer) throws IOException {
        return JsonScalars.find(answer.body(), pointer)
                .orElseThrow(() -> new IOException("docker gives an answer without " + pointer));
    }

    @Override
    Result failed(IOException failure) {
        return critical(failure.getMessage());
    }

    private static Result critical(@Nullable String reason) {
        return new Result(Status.CRITICAL, String.valueOf(reason));
    }
}
