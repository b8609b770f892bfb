package engine.events;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;

/** Does what a trigger is for, once. */
record Performer(Triggers.Ports ports) {
    /** Events that may follow from one another; the next is not fired. */
    static final int MAX_DEPTH = 8;

    /** Under which a watch tells the index of what it saw. */
    static final String WATCH_INDEX = "CONSUL_INDEX";

    /**
     * How it ended; never fails.
     *
     * @param watcher is told what a remote command prints, for whoever waits for it
     */
    CompletionStage<Outcome> perform(Trigger trigger, Occasion occasion, Consumer<Commands.Printed> watcher) {
        var what = switch (trigger.action()) {
            case Action.Program _, Action.Remote _ -> "could not be started";
            case Action.Call _ -> "the call failed";
            case Action.Put _ -> "the key could not be written";
            case Action.Fire _ -> "the event could not be fired";
        };
        try {
            var given = trigger.on() instanceof Trigger.Source.WatchedEvents ? occasion.asWatched() : occasion;
            return started(trigger, given, watcher).exceptionally(e -> Outcome.failed(what, e, trigger.timeout()));
        } catch (RuntimeException e) {
            return CompletableFuture.completedStage(Outcome.failed(what, e, trigger.timeout()));
        }
    }

    /** Which node runs something that one node runs. */
    CompletionStage<String> claim(Claim claim) {
        try {
            return ports.datacenter().claim(claim);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<Outcome> started(Trigger trigger, Occasion occasion, Consumer<Commands.Printed> watcher) {
        return switch (trigger.action()) {
            case Action.Program program ->
                ports.commands()
                        .run(
                                inEnvironment(program, trigger, occasion),
                                isHandler(trigger)
                                        ? SerfEvent.input(occasion.event().payload())
                                        : occasion.event().payload(),
                                trigger.timeout(),
                                new Commands.Capture(ports.outputLimit(), Optional.empty()))
                        .thenApply(end -> Outcome.of(end, trigger.timeout()));
            case Action.Remote(var allowed) -> remote(trigger, allowed, occasion, watcher);
            case Action.Call call ->
                ports.calls()
                        .call(request(call, occasion), trigger.timeout(), ports.outputLimit())
                        .thenApply(answer -> Outcome.of(answer, call));
            case Action.Put(var key, var value) -> {
                var name = key.text(occasion);
                yield within(trigger, ports.datacenter().put(name, value.bytes(occasion)))
                        .thenApply(_ -> Outcome.done("wrote key '" + name + "'"));
            }
            case Action.Fire(var name, var payload) -> fire(trigger, name, payload, occasion);
        };
    }

    private CompletionStage<Outcome> remote(
            Trigger trigger, AllowedCommands allowed, Occasion occasion, Consumer<Commands.Printed> watcher) {
        var command = RemoteCommand.decode(occasion.event().payload());
        var refusal = allowed.refusal(command);
        if (refusal.isPresent()) {
            return CompletableFuture.completedStage(Outcome.failed(refusal.get()));
        }
        var timeout = command.timeout().orElse(trigger.timeout());
        return ports.commands()
                .run(
                        inEnvironment(command.program(), trigger, occasion),
                        ByteString.emptyByteString(),
                        timeout,
                        new Commands.Capture(ports.outputLimit(), Optional.of(watcher)))
                .thenApply(end -> Outcome.of(end, timeout));
    }

    private CompletionStage<Outcome> fire(Trigger trigger, String name, Template payload, Occasion occasion) {
        var depth = occasion.event().depth() + 1;
        if (depth > MAX_DEPTH) {
            return CompletableFuture.completedStage(Outcome.failed(
                    "event '%s' was not fired: %d events have led to one another already, which looks like a loop of triggers"
                            .formatted(name, MAX_DEPTH)));
        }
        return within(trigger, ports.datacenter().fire(name, payload.bytes(occasion), depth))
                .thenApply(id -> Outcome.done("fired event " + id + " '" + name + "'"));
    }

    private static <T> CompletionStage<T> within(Trigger trigger, CompletionStage<T> stage) {
        return stage.toCompletableFuture().copy().orTimeout(trigger.timeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    private static Calls.Request request(Action.Call call, Occasion occasion) {
        var headers = new LinkedHashMap<String, List<String>>();
        call.headers().forEach((header, values) -> headers.put(header, texts(values, occasion)));
        occasion.event()
                .cause()
                .map(cause -> cause.variables().get(WATCH_INDEX))
                .ifPresent(index -> headers.put("X-Consul-Index", List.of(index)));
        return new Calls.Request(
                call.method(), call.url().text(occasion), headers, call.body().bytes(occasion));
    }

    private static List<String> texts(List<Template> templates, Occasion occasion) {
        return templates.stream().map(template -> template.text(occasion)).toList();
    }

    private static boolean isHandler(Trigger trigger) {
        return trigger.on() instanceof Trigger.Source.Handled;
    }

    /** What the event says cannot be hidden by the trigger's own variables. */
    private static Action.Program inEnvironment(Action.Program program, Trigger trigger, Occasion occasion) {
        var environment = new LinkedHashMap<>(program.environment());
        if (isHandler(trigger)) {
            environment.putAll(SerfEvent.variables(occasion.event()));
        }
        environment.putAll(RunEnvironment.of(occasion.event(), occasion.node(), occasion.trigger()));
        return new Action.Program(
                program.command(), environment, program.user(), program.directory(), program.niceness());
    }
}
