package engine.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of values: a byte for the kind, then the fields in order. The kinds are part of the protocol between
 * servers and of the files on disk; a new field makes a new kind.
 */
final class ValueCodec {
    private static final int TOMBSTONE = 0;
    private static final int NODE = 1;
    private static final int SERVICE = 2;
    private static final int CHECK = 3;
    private static final int KV = 4;
    private static final int EVENT = 5;
    private static final int RECEIPT = 6;
    private static final int RUN = 7;
    private static final int MEMBER = 8;
    private static final int RESTORED_EVENT = 9;
    private static final int CHECK_SINCE = 10;
    private static final int KV_LOCKABLE = 11;
    private static final int SESSION = 12;
    private static final int OVERLAY = 13;
    private static final int EVENT_SAYING_MORE = 14;
    /** What a trigger fired: how many events led to it, then the event. */
    private static final int LED_EVENT = 20;
    /** A later attempt of a run: its number, then the run. */
    private static final int RUN_AGAIN = 21;
    /** What a node saw happen: the cause, then the event. */
    private static final int CAUSED_EVENT = 22;

    /** A run that printed more than is kept: bytes that are not, then the run. */
    private static final int RUN_CUT = 23;

    /** A check that has its service deregistered: after how many milliseconds, then the check. */
    private static final int CHECK_EXPIRING = 24;

    /** A check that is only shown: it, then whatever kind of check it is. */
    private static final int CHECK_SHOWN = 27;

    /** A service with the ids of the checks of its node that count for it: they, then the service. */
    private static final int SERVICE_NODE_CHECKS = 28;
    /** A check that says what is to be probed: that as JSON, then the check. */
    private static final int CHECK_DEFINED = 25;

    private static final int DOCUMENT = 30;
    /** Receipts of one time. */
    private static final int RECEIPTS = 31;

    /** An event with a key against duplicates: the key and its window in milliseconds, then the event. */
    private static final int KEYED_EVENT = 33;

    private ValueCodec() {}

    static void write(WireWriter out, @Nullable Value value) {
        switch (value) {
            case null -> out.u8(TOMBSTONE);
            case Value.Node n -> {
                out.u8(NODE);
                out.text(n.id());
                out.text(n.name());
                out.text(n.address());
                nullable(out, n.taggedAddresses());
                nullable(out, n.meta());
            }
            case Value.Service s -> {
                if (s.nodeChecks() != null) {
                    out.u8(SERVICE_NODE_CHECKS);
                    out.texts(s.nodeChecks());
                }
                out.u8(SERVICE);
                out.text(s.node());
                out.text(s.id());
                out.text(s.name());
                out.texts(s.tags());
                out.text(s.address());
                out.map(s.taggedAddresses(), tagged -> {
                    out.text(tagged.address());
                    out.varint(tagged.port());
                });
                nullable(out, s.meta());
                out.varint(s.port());
                out.varint(s.passingWeight());
                out.varint(s.warningWeight());
                out.bool(s.enableTagOverride());
            }
            case Value.Check c -> {
                if (!c.routing()) {
                    out.u8(CHECK_SHOWN);
                }
                if (!c.definition().isEmpty()) {
                    out.u8(CHECK_DEFINED);
                    out.text(c.definition());
                }
                if (!c.deregisterAfter().isZero()) {
                    out.u8(CHECK_EXPIRING);
                    out.varint(c.deregisterAfter().toMillis());
                }
                var said = !c.since().equals(Value.Check.UNSAID);
                out.u8(said ? CHECK_SINCE : CHECK);
                out.text(c.node());
                out.text(c.id());
                out.text(c.name());
                out.text(c.status());
                out.text(c.notes());
                out.text(c.output());
                out.text(c.serviceId());
                out.text(c.serviceName());
                out.texts(c.serviceTags());
                out.text(c.type());
                if (said) {
                    instant(out, c.since());
                }
            }
            case Value.Kv kv -> {
                var plain = kv.equals(new Value.Kv(kv.bytes(), kv.flags()));
                out.u8(plain ? KV : KV_LOCKABLE);
                out.raw(kv.bytes());
                out.fixed64(kv.flags());
                if (!plain) {
                    out.varint(kv.lockIndex());
                    out.text(kv.session());
                    out.varint(kv.expiresAt());
                }
            }
            case Value.Overlay o -> {
                out.u8(OVERLAY);
                out.bool(o.bytes() != null);
                out.raw(o.bytes() == null ? ByteString.emptyByteString() : o.bytes());
                out.fixed64(o.flags());
                out.varint(o.basedOn());
                out.text(o.by());
            }
            case Value.Session s -> {
                out.u8(SESSION);
                out.text(s.id());
                out.text(s.name());
                out.text(s.node());
                out.texts(s.nodeChecks());
                out.texts(s.serviceChecks().stream().map(Value.ServiceCheck::id).toList());
                out.texts(s.serviceChecks().stream()
                        .map(Value.ServiceCheck::namespace)
                        .toList());
                out.varint(s.lockDelayMillis());
                out.bool(s.deletes());
                out.text(s.ttl());
            }
            case Value.Document(var content) -> {
                out.u8(DOCUMENT);
                out.raw(content);
            }
            case Value.Event e -> {
                if (!e.key().isEmpty()) {
                    out.u8(KEYED_EVENT);
                    out.text(e.key());
                    out.varint(e.keyWindow());
                }
                if (e.cause() != null) {
                    cause(out, e.cause());
                }
                if (e.depth() != 0) {
                    out.u8(LED_EVENT);
                    out.varint(e.depth());
                }
                out.u8(e.saysMore() ? EVENT_SAYING_MORE : e.restored() ? RESTORED_EVENT : EVENT);
                out.text(e.id());
                out.text(e.name());
                out.raw(e.payload());
                out.text(e.nodeFilter());
                out.text(e.serviceFilter());
                out.text(e.tagFilter());
                out.varint(e.lamportTime());
                instant(out, e.firedAt());
                out.text(e.firedBy());
                if (e.saysMore()) {
                    Consumer<String> text = out::text;
                    out.bool(e.restored());
                    out.map(e.metaFilters(), text);
                    out.varint(e.ttl());
                    out.text(e.firedFrom());
                }
            }
            case Value.Receipt r -> {
                out.u8(RECEIPT);
                out.text(r.eventId());
                out.text(r.node());
                out.varint(r.triggers());
                out.text(r.reason());
            }
            case Value.Receipts r -> {
                out.u8(RECEIPTS);
                ReceiptsCodec.write(out, r);
            }
            case Value.Run r -> {
                if (r.dropped() != 0) {
                    out.u8(RUN_CUT);
                    out.varint(r.dropped());
                }
                if (r.attempt() != 1) {
                    out.u8(RUN_AGAIN);
                    out.varint(r.attempt());
                }
                out.u8(RUN);
                out.text(r.eventId());
                out.text(r.node());
                out.text(r.trigger());
                out.text(r.status());
                out.bool(r.ended());
                out.bool(r.exitCode().isPresent());
                out.varint(r.exitCode().orElse(0));
                out.text(r.output());
                out.text(r.reason());
                instant(out, r.queuedAt());
                optional(out, r.startedAt());
                optional(out, r.endedAt());
            }
            case Value.Member m -> {
                out.u8(MEMBER);
                out.text(m.name());
                out.text(m.id());
                out.bool(m.server());
                out.text(m.address());
                out.varint(m.agentPort());
                out.varint(m.serverPort());
                out.text(m.version());
                out.text(m.datacenter());
                out.u8(code(m.standing()));
                out.text(m.via());
                instant(out, m.since());
            }
        }
    }

    static @Nullable Value read(WireReader in) {
        return switch (in.u8()) {
            case TOMBSTONE -> null;
            case NODE -> new Value.Node(in.text(), in.text(), in.text(), nullable(in), nullable(in));
            case SERVICE -> service(null, in);
            case SERVICE_NODE_CHECKS -> serviceWith(in.texts(), in.u8(), in);
            case CHECK -> check(in);
            case CHECK_SINCE -> check(in).since(instant(in));
            case CHECK_EXPIRING -> expiring(in.varint(), in.u8(), in);
            case CHECK_SHOWN -> shown(in.u8(), in);
            case CHECK_DEFINED -> defined(in.text(), in.u8(), in);
            case KV -> new Value.Kv(in.raw(), in.fixed64());
            case KV_LOCKABLE -> new Value.Kv(in.raw(), in.fixed64(), in.varint(), in.text(), in.varint());
            case OVERLAY -> new Value.Overlay(bytes(in.bool(), in.raw(), in), in.fixed64(), in.varint(), in.text());
            case SESSION ->
                new Value.Session(
                        in.text(),
                        in.text(),
                        in.text(),
                        in.texts(),
                        serviceChecks(in.texts(), in.texts(), in),
                        in.varint(),
                        in.bool(),
                        in.text());
            case DOCUMENT -> new Value.Document(in.raw());
            case EVENT -> event(in);
            case RESTORED_EVENT -> event(in).asRestored();
            case EVENT_SAYING_MORE -> eventSayingMore(in);
            case LED_EVENT -> led(in.int32(), in.u8(), in);
            case RUN_AGAIN -> again(in.int32(), in.u8(), in);
            case RUN_CUT -> cut(in.varint(), in.u8(), in);
            case CAUSED_EVENT -> caused(in);
            case KEYED_EVENT -> keyed(in.text(), in.varint(), in.u8(), in);
            case RECEIPT -> new Value.Receipt(in.text(), in.text(), in.int32(), in.text());
            case RECEIPTS -> ReceiptsCodec.read(in);
            case RUN -> run(in);
            case MEMBER ->
                new Value.Member(
                        in.text(),
                        in.text(),
                        in.bool(),
                        in.text(),
                        in.int32(),
                        in.int32(),
                        in.text(),
                        in.text(),
                        standing(in),
                        in.text(),
                        instant(in));
            default -> throw in.corrupt("a value of a kind that this version does not know");
        };
    }

    private static List<Value.ServiceCheck> serviceChecks(List<String> ids, List<String> namespaces, WireReader in) {
        if (ids.size() != namespaces.size()) {
            throw in.corrupt("checks of services without a namespace each");
        }
        return IntStream.range(0, ids.size())
                .mapToObj(i -> new Value.ServiceCheck(ids.get(i), namespaces.get(i)))
                .toList();
    }

    private static @Nullable ByteString bytes(boolean present, ByteString bytes, WireReader in) {
        if (!present && !bytes.isEmpty()) {
            throw in.corrupt("a deletion with a value");
        }
        return present ? bytes : null;
    }

    private static Value.Service serviceWith(List<String> nodeChecks, int kind, WireReader in) {
        if (kind != SERVICE) {
            throw in.corrupt("checks of the node for what is no service");
        }
        return service(nodeChecks, in);
    }

    private static Value.Service service(@Nullable List<String> nodeChecks, WireReader in) {
        return new Value.Service(
                in.text(),
                in.text(),
                in.text(),
                in.texts(),
                in.text(),
                in.map(() -> new Value.TaggedAddress(in.text(), in.int32())),
                nullable(in),
                in.int32(),
                in.int32(),
                in.int32(),
                in.bool(),
                nodeChecks);
    }

    private static Value.Check shown(int kind, WireReader in) {
        var check = switch (kind) {
            case CHECK -> check(in);
            case CHECK_SINCE -> check(in).since(instant(in));
            case CHECK_EXPIRING -> expiring(in.varint(), in.u8(), in);
            case CHECK_DEFINED -> defined(in.text(), in.u8(), in);
            default -> throw in.corrupt("what is only shown is no check");
        };
        return check.routing(false);
    }

    private static Value.Check check(WireReader in) {
        return new Value.Check(
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.texts(),
                in.text());
    }

    private static Value.Check expiring(long millis, int kind, WireReader in) {
        if (millis < 1) {
            throw in.corrupt("a time to deregister that is none");
        }
        var after = Duration.ofMillis(millis);
        return switch (kind) {
            case CHECK -> check(in).deregisterAfter(after);
            case CHECK_SINCE -> check(in).since(instant(in)).deregisterAfter(after);
            default -> throw in.corrupt("a time to deregister of what is no check");
        };
    }

    private static Value.Check defined(String definition, int kind, WireReader in) {
        if (definition.isEmpty()) {
            throw in.corrupt("a definition that is none");
        }
        return switch (kind) {
            case CHECK -> check(in).defined(definition);
            case CHECK_SINCE -> check(in).since(instant(in)).defined(definition);
            case CHECK_EXPIRING -> expiring(in.varint(), in.u8(), in).defined(definition);
            default -> throw in.corrupt("a definition of what is no check");
        };
    }

    private static Value.Event event(WireReader in) {
        return new Value.Event(
                in.text(), in.text(), in.raw(), in.text(), in.text(), in.text(), in.varint(), instant(in), in.text());
    }

    private static Value.Event eventSayingMore(WireReader in) {
        Supplier<String> text = in::text;
        var event = event(in);
        var restored = in.bool();
        var more = event.with(in.map(text), in.varint(), in.text());
        return restored ? more.asRestored() : more;
    }

    private static Value.Event led(int depth, int kind, WireReader in) {
        return switch (kind) {
            case EVENT -> event(in).atDepth(depth);
            case RESTORED_EVENT -> event(in).asRestored().atDepth(depth);
            case EVENT_SAYING_MORE -> eventSayingMore(in).atDepth(depth);
            default -> throw in.corrupt("a depth of what is no event");
        };
    }

    private static void cause(WireWriter out, Value.Cause cause) {
        Consumer<String> text = out::text;
        out.u8(CAUSED_EVENT);
        out.text(cause.text());
        out.text(cause.claim());
        out.varint(cause.blurMillis());
        out.map(cause.variables(), text);
    }

    private static Value.Event caused(WireReader in) {
        Supplier<String> text = in::text;
        var cause = new Value.Cause(in.text(), in.text(), in.varint(), in.map(text));
        var kind = in.u8();
        return switch (kind) {
            case EVENT -> event(in).causedBy(cause);
            case RESTORED_EVENT -> event(in).asRestored().causedBy(cause);
            case EVENT_SAYING_MORE -> eventSayingMore(in).causedBy(cause);
            case LED_EVENT -> led(in.int32(), in.u8(), in).causedBy(cause);
            default -> throw in.corrupt("a cause of what is no event");
        };
    }

    private static Value.Event keyed(String key, long window, int kind, WireReader in) {
        if (key.isEmpty() || window < 1) {
            throw in.corrupt("a key of an event that is none");
        }
        var event = switch (kind) {
            case EVENT -> event(in);
            case RESTORED_EVENT -> event(in).asRestored();
            case EVENT_SAYING_MORE -> eventSayingMore(in);
            case LED_EVENT -> led(in.int32(), in.u8(), in);
            case CAUSED_EVENT -> caused(in);
            default -> throw in.corrupt("a key of what is no event");
        };
        return event.keyed(key, window);
    }

    private static Value.Run cut(long dropped, int kind, WireReader in) {
        var run = kind == RUN_AGAIN ? again(in.int32(), in.u8(), in) : again(1, kind, in);
        return run.after(dropped);
    }

    private static Value.Run again(int attempt, int kind, WireReader in) {
        if (kind != RUN) {
            throw in.corrupt("an attempt of what is no run");
        }
        return run(in).asAttempt(attempt);
    }

    private static Value.Run run(WireReader in) {
        return new Value.Run(
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.bool(),
                exitCode(in.bool(), in.int32()),
                in.text(),
                in.text(),
                instant(in),
                optional(in),
                optional(in));
    }

    private static int code(Value.Standing standing) {
        return switch (standing) {
            case ALIVE -> 0;
            case STOPPED -> 1;
            case FAILED -> 2;
            case LEFT -> 3;
        };
    }

    private static Value.Standing standing(WireReader in) {
        return switch (in.u8()) {
            case 0 -> Value.Standing.ALIVE;
            case 1 -> Value.Standing.STOPPED;
            case 2 -> Value.Standing.FAILED;
            case 3 -> Value.Standing.LEFT;
            default -> throw in.corrupt("a standing that this version does not know");
        };
    }

    private static OptionalInt exitCode(boolean present, int code) {
        return present ? OptionalInt.of(code) : OptionalInt.empty();
    }

    private static void nullable(WireWriter out, @Nullable Map<String, String> map) {
        out.bool(map != null);
        if (map != null) {
            Consumer<String> text = out::text;
            out.map(map, text);
        }
    }

    private static @Nullable Map<String, String> nullable(WireReader in) {
        Supplier<String> text = in::text;
        return in.bool() ? in.map(text) : null;
    }

    private static void instant(WireWriter out, Instant instant) {
        out.varint(instant.getEpochSecond());
        out.varint(instant.getNano());
    }

    private static Instant instant(WireReader in) {
        var seconds = in.varint();
        var nanos = in.int32();
        if (nanos < 0
                || nanos > 999_999_999
                || seconds < Instant.MIN.getEpochSecond()
                || seconds > Instant.MAX.getEpochSecond()) {
            throw in.corrupt("a time that is none");
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    private static void optional(WireWriter out, Optional<Instant> instant) {
        out.bool(instant.isPresent());
        instant.ifPresent(i -> instant(out, i));
    }

    private static Optional<Instant> optional(WireReader in) {
        return in.bool() ? Optional.of(instant(in)) : Optional.empty();
    }
}
