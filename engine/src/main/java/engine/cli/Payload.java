package engine.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A value on the command line: {@code -} is standard input, {@code @file} a file, anything else itself. */
final class Payload {
    private Payload() {}

    static byte[] read(String operand, Shell shell) throws IOException {
        if (operand.equals("-")) {
            return shell.in().readAllBytes();
        }
        if (operand.startsWith("@")) {
            var file = Path.of(operand.substring(1));
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new Failure("the file '" + file + "' cannot be read.");
            }
            return Files.readAllBytes(file);
        }
        return operand.getBytes(StandardCharsets.UTF_8);
    }
}
