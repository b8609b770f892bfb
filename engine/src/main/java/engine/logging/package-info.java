/**
 * The agent's own log: where it goes, how much of it, in which form, and who follows it. {@link Logging} sets it up; {@link Levels}
 * changes it while the agent runs; {@link Monitors} hands it to those who follow.
 */
@NullMarked
package engine.logging;

import org.jspecify.annotations.NullMarked;
