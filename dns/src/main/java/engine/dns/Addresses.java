package engine.dns;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.xbill.DNS.Address;

/** IP addresses between text, hexadecimal digits and bytes. No look-up is ever made. */
final class Addresses {
    private static final byte[] NONE = {};
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private Addresses() {}

    /** 4 or 16 bytes; none when the text is not an IP address. An IPv4-mapped address is that IPv4 address. */
    static byte[] parse(String text) {
        byte[] four = Address.toByteArray(text, Address.IPv4);
        if (four != null) {
            return four;
        }
        byte[] six = Address.toByteArray(text, Address.IPv6);
        return six == null ? NONE : unmapped(six);
    }

    /** The address of 8 (IPv4) or 32 (IPv6) digits; none for anything else. */
    static byte[] ofHex(String digits) {
        boolean hex = digits.chars().allMatch(HexFormat::isHexDigit);
        return hex && (digits.length() == 8 || digits.length() == 32)
                ? HexFormat.of().parseHex(digits)
                : NONE;
    }

    static String hex(byte[] address) {
        return HexFormat.of().formatHex(address);
    }

    /** The text of an address; IPv6 as RFC 5952 has it: no leading zeros, the first longest run of zeros as {@code ::}. */
    static String text(byte[] address) {
        if (address.length == 4) {
            return Address.toDottedQuad(address);
        }
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = ((address[2 * i] & 0xff) << 8) | (address[2 * i + 1] & 0xff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]).toLowerCase(Locale.ROOT));
            }
        }
        return text.toString();
    }

    private static byte[] unmapped(byte[] six) {
        return Arrays.equals(six, 0, 12, MAPPED, 0, 12) ? Arrays.copyOfRange(six, 12, 16) : six;
    }
}
