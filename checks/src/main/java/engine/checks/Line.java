package engine.checks;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * An open connection; its {@link Opened} closes it.
 *
 * @param protocol chosen by ALPN; empty where none was
 */
record Line(InputStream in, OutputStream out, String protocol) {}
