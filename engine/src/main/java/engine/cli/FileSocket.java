package engine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A Unix socket where a {@link Socket} is expected, with a timeout of reads, which the JDK's has not. For one thread, but that any
 * may close it.
 */
final class FileSocket extends Socket {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private int patience;

    /** One that is connected. */
    FileSocket(Path file) throws IOException {
        selector = Selector.open();
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(file));
        } catch (IOException e) {
            selector.close();
            throw e;
        }
        channel.configureBlocking(false);
        key = channel.register(selector, 0);
    }

    @Override
    public void setSoTimeout(int timeout) {
        patience = timeout;
    }

    /** Whether the channel is ready for something within so many milliseconds; 0 for ever. */
    private boolean isReady(int operation, int within) throws IOException {
        key.interestOps(operation);
        var found = selector.select(within);
        selector.selectedKeys().clear();
        return found > 0;
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                var buffer = ByteBuffer.wrap(into, from, length);
                var count = channel.read(buffer);
                while (count == 0 && length > 0) {
                    if (!isReady(SelectionKey.OP_READ, patience)) {
                        throw new SocketTimeoutException("nothing came");
                    }
                    count = channel.read(buffer);
                }
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] from, int start, int length) throws IOException {
                var buffer = ByteBuffer.wrap(from, start, length);
                while (buffer.hasRemaining()) {
                    if (channel.write(buffer) == 0) {
                        isReady(SelectionKey.OP_WRITE, 0);
                    }
                }
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
