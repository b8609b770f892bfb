package engine.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the command line needs of configuration: to say whether files are right. */
@FunctionalInterface
interface ConfigCheck {

    /**
     * Reads files and directories as an agent would.
     *
     * @return warnings, one sentence each
     * @throws RuntimeException with a sentence for a person as its message, when an agent would not start with them
     */
    List<String> check(List<Path> paths, Optional<String> configFormat);
}
