package engine.cli;

import java.util.List;
import picocli.AutoComplete;

/** Prints the script by which a shell completes commands and options. */
final class CompletionCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("completion", "Prints a completion script for bash or zsh.")
                .operands("bash|zsh", 1)
                .example(
                        "completion bash > /etc/bash_completion.d/engine", "completion zsh > ~/.engine-completion.zsh");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        if (!List.of(List.of("bash"), List.of("zsh")).contains(arguments.operands())) {
            throw Failure.usage("name the shell: `engine completion bash` or `engine completion zsh`.");
        }
        shell.out().print(AutoComplete.bash("engine", HelpModel.program()));
        return 0;
    }
}
