package engine.clients;

import java.net.InetSocketAddress;

/** A client library. */
enum Library {
    KIWIPROJECT,
    ECWID;

    RecipeClient at(InetSocketAddress agent) {
        return switch (this) {
            case KIWIPROJECT -> new KiwiprojectRecipeClient(agent);
            case ECWID -> new EcwidRecipeClient(agent);
        };
    }
}
