package engine.http;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through a route.
 *
 * @param rest what stands behind the route's path, decoded; empty for a route without such
 * @param request as it came
 */
record Call(String rest, Query query, Context context, Body body, Request request) {

    boolean pretty() {
        return query.has("pretty");
    }

    /** The body as a JSON object of at most the settings' size. */
    CompletionStage<Map<String, @Nullable Object>> json(HttpSettings settings) {
        requirePlain();
        return body.read(settings.maxBodySize(), "http-config.max-body-size").thenApply(RequestJson::object);
    }

    /** Refuses a body that would first have to be decoded: how large it then is cannot be seen before. */
    void requirePlain() {
        request.headers()
                .first("Content-Encoding")
                .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
                .ifPresent(encoding -> {
                    throw new Refusal(415, "A body must not be compressed: send it without Content-Encoding.");
                });
    }

    /** What stands behind the route's path, refused with this sentence when it is nothing. */
    String required(String sentence) {
        if (rest.isEmpty()) {
            throw new Refusal(400, sentence);
        }
        return rest;
    }
}
