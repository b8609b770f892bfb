package engine.dns;

import engine.dns.Query.Edns;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.NSIDOption;

/** What a response's OPT record says to the options of the query (RFC 6891 6.1.2); what is not known stays unsaid. */
final class Options {
    static final ByteBuffer NONE = ByteBuffer.allocate(0);
    private static final int MAX_NSID = 128;

    private @Nullable Cookies cookies;

    /**
     * The options of a response.
     *
     * @param client null where it is not known, and so gets no cookie
     * @param near whether the answer is ordered for the client's subnet
     */
    ByteBuffer of(Edns query, @Nullable InetAddress client, String nsid, boolean near) {
        if (query.options().isEmpty()) {
            return NONE;
        }
        var out = new ByteArrayOutputStream();
        if (!nsid.isEmpty() && query.option(NSIDOption.class).isPresent()) {
            byte[] name = nsid.getBytes(StandardCharsets.UTF_8);
            put(out, EDNSOption.Code.NSID, name, Math.min(name.length, MAX_NSID));
        }
        // RFC 7871 7.2.1: family, source and address repeated; a scope of 0 where the answer is the same for all.
        query.option(ClientSubnetOption.class).ifPresent(subnet -> {
            byte[] echoed = data(subnet);
            echoed[3] = (byte) (near ? subnet.getSourcePrefixLength() : 0);
            put(out, EDNSOption.Code.CLIENT_SUBNET, echoed, echoed.length);
        });
        if (client != null) {
            query.option(CookieOption.class).ifPresent(cookie -> {
                byte[] its = cookie.getClientCookie();
                byte[] ours = cookies().of(its, client);
                var both = new byte[its.length + ours.length];
                System.arraycopy(its, 0, both, 0, its.length);
                System.arraycopy(ours, 0, both, its.length, ours.length);
                put(out, EDNSOption.Code.COOKIE, both, both.length);
            });
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** Whether the client showed that it is where it says (RFC 7873 5.2.4). */
    boolean known(Edns query, InetAddress client) {
        return query.option(CookieOption.class)
                .filter(cookie -> cookie.getServerCookie().isPresent()
                        && cookies().valid(cookie.getServerCookie().get(), cookie.getClientCookie(), client))
                .isPresent();
    }

    private Cookies cookies() {
        if (cookies == null) {
            cookies = new Cookies();
        }
        return cookies;
    }

    /** Without code and length. */
    private static byte[] data(EDNSOption option) {
        byte[] wire = option.toWire();
        return Arrays.copyOfRange(wire, 4, wire.length);
    }

    private static void put(ByteArrayOutputStream out, int code, byte[] data, int length) {
        out.write(code >> 8);
        out.write(code);
        out.write(length >> 8);
        out.write(length);
        out.write(data, 0, length);
    }
}
