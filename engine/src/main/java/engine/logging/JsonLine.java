package engine.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Each message as one JSON object on a line, with the keys that Consul's log has. */
final class JsonLine extends EncoderBase<ILoggingEvent> {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSXXX").withZone(ZoneId.systemDefault());
    private static final byte[] NOTHING = new byte[0];

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeStringProperty("@level", Logging.text(event.getLevel()));
            out.writeStringProperty("@message", String.valueOf(event.getFormattedMessage()));
            out.writeStringProperty("@module", event.getLoggerName());
            out.writeStringProperty("@timestamp", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
            if (event.getThrowableProxy() != null) {
                out.writeStringProperty("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
            out.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
