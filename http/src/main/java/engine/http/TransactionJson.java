package engine.http;

import tools.jackson.core.JsonGenerator;

/** What became of a transaction. */
final class TransactionJson {

    private TransactionJson() {}

    /** Of one that wrote. */
    static void outcome(JsonGenerator out, Transactions.Outcome outcome) {
        out.writeStartObject();
        members(out, outcome);
        out.writeEndObject();
    }

    /** Of one that only read, with what else is told of reads. */
    static void outcome(JsonGenerator out, Transactions.Outcome outcome, boolean leaderIsKnown) {
        out.writeStartObject();
        members(out, outcome);
        out.writeNumberProperty("Index", 0);
        out.writeNumberProperty("LastContact", 0);
        out.writeBooleanProperty("KnownLeader", leaderIsKnown);
        out.writeStringProperty("ConsistencyLevel", "");
        out.writeEndObject();
    }

    private static void members(JsonGenerator out, Transactions.Outcome outcome) {
        switch (outcome) {
            case Transactions.Committed(var results) -> {
                out.writeName("Results");
                Json.array(out, results, TransactionJson::result);
                out.writeNullProperty("Errors");
            }
            case Transactions.RolledBack(var problems) -> {
                out.writeNullProperty("Results");
                out.writeName("Errors");
                Json.array(out, problems, TransactionJson::problem);
            }
        }
    }

    private static void problem(JsonGenerator out, Transactions.Problem problem) {
        out.writeStartObject();
        out.writeNumberProperty("OpIndex", problem.operation());
        out.writeStringProperty("What", problem.what());
        out.writeEndObject();
    }

    private static void result(JsonGenerator out, Transactions.Result result) {
        out.writeStartObject();
        switch (result) {
            case Transactions.KvResult(var entry) -> {
                out.writeName("KV");
                KvJson.entry(out, entry);
            }
            case Transactions.NodeResult(var node) -> {
                out.writeName("Node");
                CatalogJson.node(out, node);
            }
            case Transactions.ServiceResult(var service) -> {
                out.writeName("Service");
                service(out, service);
            }
            case Transactions.CheckResult(var check) -> {
                out.writeName("Check");
                CatalogJson.check(out, check, check.createIndex(), check.modifyIndex(), true);
            }
        }
        out.writeEndObject();
    }

    /** As in the catalog, but for no tags. */
    private static void service(JsonGenerator out, Service service) {
        out.writeStartObject();
        out.writeStringProperty("ID", service.id());
        out.writeStringProperty("Service", service.name());
        CatalogJson.tags(out, "Tags", service.tags(), true);
        CatalogJson.behindTags(out, service);
        out.writeEndObject();
    }
}
