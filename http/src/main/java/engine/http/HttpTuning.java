package engine.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** The settings of the HTTP library that this API needs; in code, as they are not a user's to change. */
final class HttpTuning {
    private static final String SERVER = """
            pekko.http.server {
              server-header = ""
              # A blocking query holds a connection; the default of 1024 would be used up by one busy template renderer.
              max-connections = 20000
              backlog = 1024
              # Blocking queries wait up to ten minutes and have a timer of their own.
              request-timeout = infinite
              idle-timeout = infinite
              # So that the system ends the connections of hosts that vanished.
              socket-options.so-keep-alive = on
              # Who changed a key is told.
              remote-address-attribute = on
              # Keys may have bytes that are no UTF-8, which a parsed target has lost.
              raw-request-uri-header = on
              parsing {
                # Body sets the limit of every read; a reload can change it, and could not change this.
                max-content-length = infinite
                # Filters and keys are part of the request line.
                max-uri-length = 64k
                uri-parsing-mode = relaxed
                illegal-header-warnings = off
                # Malformed requests are the client's matter, and their targets may hold tokens.
                error-logging-verbosity = off
              }
            }
            """;

    private HttpTuning() {}

    /** The given configuration with these settings in front. */
    static Config config(Config system) {
        return ConfigFactory.parseString(SERVER).withFallback(system);
    }
}
