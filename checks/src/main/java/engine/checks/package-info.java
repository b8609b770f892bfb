/**
 * Health checks of one node: {@link Checks} owns one actor per {@link CheckDefinition}, a {@code Probe} asks the target,
 * {@code Health} decides what the results mean, and the {@link Listener} hears of changes. What the checks need from
 * outside they name as ports: {@link Commands}, {@link Aliases}, {@link Listener}.
 */
@NullMarked
package engine.checks;

import org.jspecify.annotations.NullMarked;
