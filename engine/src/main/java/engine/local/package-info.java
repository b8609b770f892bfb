/**
 * What is registered with this agent. {@link engine.local.Registry} is the actor that has it and has its checks run;
 * {@link engine.local.LocalState} is what readers see of it. What was registered over HTTP ({@link engine.local.Registrations}) and
 * how checks were ({@link engine.local.CheckStates}, {@link engine.local.CheckPasts}) outlives a restart.
 */
@NullMarked
package engine.local;

import org.jspecify.annotations.NullMarked;
