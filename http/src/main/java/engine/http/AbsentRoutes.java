package engine.http;

import java.util.concurrent.CompletionStage;

/** The parts of the API that are not in this version, each with a sentence that says so, and the switched-off ACLs. */
final class AbsentRoutes {

    private AbsentRoutes() {}

    static void addTo(Routes routes) {
        for (var path : new String[] {
            "bootstrap",
            "replication",
            "login",
            "logout",
            "tokens",
            "token",
            "token/",
            "policies",
            "policy",
            "policy/",
            "roles",
            "role",
            "role/",
            "auth-methods",
            "auth-method",
            "auth-method/",
            "binding-rules",
            "binding-rule",
            "binding-rule/",
            "create",
            "update",
            "destroy/",
            "info/",
            "clone/",
            "list",
            "rules/translate"
        }) {
            routes.any("/v1/acl/" + path, _ -> disabled());
        }
    }

    /** What every endpoint of the ACLs answers. */
    static CompletionStage<Answer> disabled() {
        return Reads.now(Answer.text(401, "ACL support disabled"));
    }
}
