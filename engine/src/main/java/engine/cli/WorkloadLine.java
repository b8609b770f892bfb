package engine.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection to an agent on this machine, kept open from one request to the next. */
final class WorkloadLine implements AutoCloseable {
    private final Socket socket;
    private final InputStream answers;

    WorkloadLine(DemoAgent agent) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), agent.http());
        socket.setTcpNoDelay(true);
        answers = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param request method and path, and a query where there is one
     * @param body ASCII
     */
    Reply ask(String request, String body) throws IOException {
        send(request, body);
        return receive();
    }

    void send(String request, String body) throws IOException {
        var text = "%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(request, body.length(), body);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    Reply receive() throws IOException {
        return new ReplyReader(answers).read(false);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
