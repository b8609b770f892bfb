package engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Says whether an agent would start with configuration files. */
final class ValidateCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("validate", "Says whether an agent would start with these files or directories.")
                .operands("FILE|DIRECTORY...", 1000)
                .with(
                        Option.of("config-format", "conf|json", "How to read files whose names end in neither."),
                        Option.flag("quiet", "Print nothing when all is well."))
                .example("validate /etc/engine.d", "validate -quiet agent.json services.conf");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        if (arguments.operands().isEmpty()) {
            throw Failure.usage("name a file or directory: `engine validate FILE`.");
        }
        var paths = arguments.operands().stream().map(Path::of).toList();
        return check(
                Wiring.configCheck(), paths, Optional.ofNullable(arguments.value("config-format")), arguments, shell);
    }

    static int check(
            ConfigCheck configCheck, List<Path> paths, Optional<String> format, Arguments arguments, Shell shell) {
        for (var path : paths) {
            if (!Files.isReadable(path)) {
                throw new Failure("there is no file or directory '" + path + "' that can be read.");
            }
        }
        List<String> warnings;
        try {
            warnings = configCheck.check(paths, format);
        } catch (RuntimeException e) {
            throw new Failure("the configuration is not valid: " + e.getMessage());
        }
        warnings.forEach(warning -> shell.err().print("warning: " + warning + "\n"));
        if (!arguments.has("quiet")) {
            shell.line("Configuration is valid!");
        }
        return 0;
    }
}
