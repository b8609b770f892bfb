/**
 * The command line: {@link Main} finds the {@link Command}, {@link CommandLine} reads its arguments, {@link Api} speaks to
 * the agent. A call takes as long as its classes take to load, so an ordinary one touches no library: picocli renders help
 * and completion, and the agent is reached through {@link Wiring} only.
 */
@NullMarked
package engine.cli;

import org.jspecify.annotations.NullMarked;
