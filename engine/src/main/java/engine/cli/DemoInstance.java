package engine.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A hidden command: one instance of the demo's web service, until it is killed. */
final class DemoInstance implements Command {
    static final String NAME = "demo-instance";

    @Override
    public Syntax syntax() {
        return Syntax.of(NAME, "Serves HTTP as one instance of the demo's service.")
                .operands("ID PORT", 2)
                .example(NAME + " web-1 7001");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        if (arguments.operands().size() < 2) {
            throw Failure.usage("name the instance and its port.");
        }
        serve(
                arguments.operands().getFirst(),
                Integer.parseInt(arguments.operands().get(1)));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    static HttpServer serve(String id, int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        var body = ("hello from " + id + "\n").getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
