package engine.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line says about an agent.
 *
 * @param configPaths files and directories, in the order given; later ones win
 * @param overrides configuration keys in kebab-case, nested as in files: strings, {@link Long}, {@link Boolean}, lists of
 *     strings and maps; they win over every file
 * @param dev an agent to try things with: nothing is kept on disk
 * @param configFormat {@code conf} or {@code json}: how to read files whose names end in neither
 */
record AgentOptions(List<Path> configPaths, Map<String, Object> overrides, boolean dev, Optional<String> configFormat) {

    public AgentOptions {
        configPaths = List.copyOf(configPaths);
        overrides = Map.copyOf(overrides);
    }
}
