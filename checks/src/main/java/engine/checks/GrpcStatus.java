package engine.checks;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The outcome of a gRPC call; the text is that of Go's client. */
record GrpcStatus(int code, String message) {

    private static final int MOST_SHOWN = 1000;

    private static final List<String> NAMES = List.of(
            "OK",
            "Canceled",
            "Unknown",
            "InvalidArgument",
            "DeadlineExceeded",
            "NotFound",
            "AlreadyExists",
            "PermissionDenied",
            "ResourceExhausted",
            "FailedPrecondition",
            "Aborted",
            "OutOfRange",
            "Unimplemented",
            "Internal",
            "Unavailable",
            "DataLoss",
            "Unauthenticated");

    /** From the trailers {@code grpc-status} and {@code grpc-message}, the latter percent-encoded. */
    static GrpcStatus of(String code, String message) {
        if (!code.matches("\\d{1,9}")) {
            return new GrpcStatus(13, "server closed the stream without sending trailers");
        }
        return new GrpcStatus(Integer.parseInt(code), decoded(message));
    }

    String text() {
        var name = code < NAMES.size() ? NAMES.get(code) : "Code(" + code + ")";
        return "rpc error: code = %s desc = %s".formatted(name, message);
    }

    private static String decoded(String message) {
        var shown = message.length() > MOST_SHOWN ? message.substring(0, MOST_SHOWN) : message;
        try {
            return URLDecoder.decode(shown.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return shown;
        }
    }
}
