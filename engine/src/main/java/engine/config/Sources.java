package engine.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a configuration comes from. Later files win over earlier ones, the overrides over all files.
 *
 * @param paths files, and directories of which every {@code .json}, {@code .conf} and {@code .hocon} file is read in order of names
 * @param overrides from the command line, by key ({@code bind-addr}) or dotted path ({@code ports.http})
 * @param dev whether the defaults of {@code -dev} hold: one server on 127.0.0.1 that keeps nothing on disk
 * @param format {@code json} or {@code conf} for files whose name does not say it; empty for none
 */
public record Sources(List<Path> paths, Map<String, ?> overrides, boolean dev, String format) {

    public Sources {
        paths = List.copyOf(paths);
        overrides = Map.copyOf(overrides);
    }
}
