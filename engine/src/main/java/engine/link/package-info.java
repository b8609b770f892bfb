/**
 * The agent port and what passes through it. {@link engine.link.AgentPort} is the port itself; {@link engine.link.Sessions} is a
 * server's end of the streams of client agents, {@link engine.link.Link} a client agent's end of its one stream; both speak
 * {@link engine.link.FromAgent} and {@link engine.link.FromServer}. What they need of the agent are the ports
 * {@link engine.link.Attached} and {@link engine.link.Local}.
 */
@NullMarked
package engine.link;

import org.jspecify.annotations.NullMarked;
