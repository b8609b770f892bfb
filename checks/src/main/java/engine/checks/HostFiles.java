package engine.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What the files of {@code /proc} say of this machine. */
final class HostFiles {

    private HostFiles() {}

    /** What programs can still get without swapping counts as left ({@code MemAvailable}). */
    static HostReading memory() throws IOException {
        var text = read("/proc/meminfo");
        long left = kilobytes(text, "MemAvailable") * 1024;
        return HostReading.ofSpace(kilobytes(text, "MemTotal") * 1024 - left, left);
    }

    /** @param minutes 1, 5 or 15 */
    static HostReading load(String minutes) throws IOException {
        var averages = read("/proc/loadavg").split(" ");
        int at = List.of("1", "5", "15").indexOf(minutes);
        try {
            return HostReading.ofLoad(
                    Double.parseDouble(averages[at]), Runtime.getRuntime().availableProcessors());
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("/proc/loadavg cannot be read", e);
        }
    }

    private static long kilobytes(String text, String name) throws IOException {
        var line = Pattern.compile("^" + name + ":\\s+(\\d{1,15}) kB$", Pattern.MULTILINE)
                .matcher(text);
        if (!line.find()) {
            throw new IOException("/proc/meminfo does not say " + name);
        }
        return Long.parseLong(line.group(1));
    }

    private static String read(String file) throws IOException {
        try {
            return Files.readString(Path.of(file));
        } catch (NoSuchFileException _) {
            throw new IOException("there is no " + file + " on this machine");
        }
    }
}
