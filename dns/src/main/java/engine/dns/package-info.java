/**
 * DNS names of services and nodes. {@link engine.dns.DnsServer} owns the sockets: UDP and TCP listeners hand each query
 * to a {@code Responder}, from bytes to bytes. That reads it ({@code Query}), asks the {@code Zone} for the records
 * ({@code Reply}) and writes what fits ({@code AnswerWriter}). What the zone knows comes through the port {@link
 * engine.dns.Directory}. On a client agent a {@code Forwarder} has a server answer, through {@link engine.dns.Upstream}.
 * Depends on no other module.
 */
@NullMarked
package engine.dns;

import org.jspecify.annotations.NullMarked;
